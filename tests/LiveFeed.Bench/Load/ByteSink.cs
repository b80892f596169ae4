namespace LiveFeed.Bench.Load;

/// <summary>Counts what a client gets.</summary>
internal sealed class ByteSink : IBodySink
{
    internal long Bytes { get; private set; }

    public void Receive(ReadOnlySpan<byte> body, long now) => Bytes += body.Length;
}
