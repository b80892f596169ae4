using LiveFeed.Clients;
using LiveFeed.Clients.Direct;
using LiveFeed.Frames;

namespace LiveFeed.Streaming.Output;

/// <summary>
/// Where one client's frames go. A transport provides this and an encoder. Used only by the task of the client's
/// <see cref="ClientPump"/>. The hub writes through <see cref="Direct"/>. Any thread may look at <see cref="Peer"/>.
/// </summary>
internal interface IClientOutput
{
    /// <summary>How the hub writes to the connection at once, past the pump; null when it cannot.</summary>
    DirectWrite? Direct => null;

    /// <summary>Tells how far the other end has read; null when only a finished flush tells that.</summary>
    IPeer? Peer => null;

    /// <summary>Bytes that it holds for this client alone: copies of bytes that were added and are not taken yet.</summary>
    long BufferedBytes => 0;

    /// <summary>Something was added and is not flushed.</summary>
    bool HasRest => false;

    /// <summary>Adds a frame to the next flush.</summary>
    /// <returns>How many bytes it has.</returns>
    int Write(Frame frame);

    /// <summary>
    /// Sends what was added, and waits while the client does not read or is away. False when the connection has ended or the
    /// wait was cut off; then the output can no longer be used.
    /// </summary>
    ValueTask<bool> FlushAsync(CancellationToken cutOff);

    /// <summary>All that there is for the client was flushed: the pump waits for more. Must not block.</summary>
    void Waits()
    {
    }

    /// <summary>Ends the connection at once, without waiting for the client.</summary>
    void Abort();

    /// <summary>As <see cref="Abort"/>, for a client that is cut off. It is told why if that needs no wait.</summary>
    void CutOff(DisconnectReason because) => Abort();
}
