using LiveFeed.Clients;
using LiveFeed.Frames;

namespace LiveFeed.Streaming.Output;

/// <summary>
/// Where one client's frames go: what a transport brings, beside an encoder. Used by the task of the client's
/// <see cref="ClientPump"/> only. The hub writes by what <see cref="Direct"/> gives. Any thread may look at what
/// <see cref="Peer"/> gives.
/// </summary>
internal interface IClientOutput
{
    /// <summary>How the hub writes to the connection on the spot, past the pump; null where it cannot.</summary>
    DirectWrite? Direct => null;

    /// <summary>Tells how far the other end has read. Null where only a finished flush tells that.</summary>
    IPeer? Peer => null;

    /// <summary>Bytes that it holds for this client alone: copies of what was added and not taken yet.</summary>
    long BufferedBytes => 0;

    /// <summary>Something was added and not flushed.</summary>
    bool HasRest => false;

    /// <summary>Adds a frame to the next flush.</summary>
    /// <returns>How many bytes it has.</returns>
    int Write(Frame frame);

    /// <summary>
    /// Sends what was added, and waits while the client does not read or is away; false when the connection has ended or the
    /// wait was cut off, after which the output is of no more use.
    /// </summary>
    ValueTask<bool> FlushAsync(CancellationToken cutOff);

    /// <summary>Ends the connection at once, without waiting for the client.</summary>
    void Abort();
}
