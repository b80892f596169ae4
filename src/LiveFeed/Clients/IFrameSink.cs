using LiveFeed.Events;

namespace LiveFeed.Clients;

/// <summary>A transport's way to send a frame on the spot, for clients that wait with nothing queued.</summary>
internal interface IFrameSink
{
    /// <summary>Sends a frame now or not at all. Never waits.</summary>
    /// <returns>
    /// False when the frame must be queued instead: the connection must not be written to yet, or does not take it now.
    /// What the connection took only in part counts as sent; the sink keeps the rest and says so by <see cref="HasRest"/>.
    /// </returns>
    bool TrySend(Frame frame);

    /// <summary>Part of a frame waits for the transport's task to flush it before anything else.</summary>
    bool HasRest { get; }
}
