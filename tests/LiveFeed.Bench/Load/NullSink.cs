namespace LiveFeed.Bench.Load;

/// <summary>For clients that are only there.</summary>
internal sealed class NullSink : IBodySink
{
    internal static NullSink Instance { get; } = new();

    public void Receive(ReadOnlySpan<byte> body, long now)
    {
    }
}
