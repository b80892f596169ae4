using LiveFeed.Events;

namespace LiveFeed.Frames;

/// <summary>
/// The connection is alive. A client that gets it in order has got all its events up to <paramref name="position"/>, so it
/// can resume from there although its own topics were quiet.
/// </summary>
/// <param name="position">The position that clients see.</param>
/// <param name="sequence">The same place as the log's sequence.</param>
internal sealed class HeartbeatFrame(Position position, long sequence) : Frame(events: 0, last: sequence)
{
    internal Position Position { get; } = position;
}
