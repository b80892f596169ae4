using LiveFeed.Clients;
using LiveFeed.Frames;

namespace LiveFeed.Streaming.Output;

/// <summary>
/// Where one client's frames go. Used by that client's task only. Both implementations put the same bytes on the wire, which
/// <c>StreamOutputTests</c> holds them to.
/// </summary>
internal interface IStreamOutput
{
    /// <summary>Adds a frame to the next flush.</summary>
    /// <returns>Its bytes.</returns>
    int Write(Frame frame);

    /// <summary>Adds bytes that are no shared frame.</summary>
    void Write(ReadOnlySpan<byte> bytes);

    /// <summary>Has the hub send to this client on the spot, where the connection can be written to past the client's task.</summary>
    void OpenLine(FeedClient client);

    /// <summary>What it holds for this client alone: copies of what was added and not taken yet.</summary>
    long BufferedBytes { get; }

    /// <summary>Something was added and not flushed.</summary>
    bool HasRest { get; }

    /// <summary>
    /// Sends what was added, waiting while the client does not read; false when the connection has ended or the wait was cut
    /// off, after which it is of no more use.
    /// </summary>
    ValueTask<bool> FlushAsync(CancellationToken cutOff);
}
