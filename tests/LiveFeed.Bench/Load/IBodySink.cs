namespace LiveFeed.Bench.Load;

/// <summary>Takes the body of one client's stream, in the pieces that it arrives in.</summary>
internal interface IBodySink
{
    /// <param name="body">Valid during the call only.</param>
    /// <param name="now">When it arrived.</param>
    void Receive(ReadOnlySpan<byte> body, long now);
}
