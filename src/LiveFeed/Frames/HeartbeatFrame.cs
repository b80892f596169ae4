using LiveFeed.Events;

namespace LiveFeed.Frames;

/// <summary>
/// Nothing to say; the connection is alive. Whoever gets it in its turn has had everything up to <paramref name="position"/>
/// that was meant for it, so a client that reconnects may go on from there although its own topics were quiet.
/// </summary>
/// <param name="position">What clients see.</param>
/// <param name="sequence">The same place as the log's sequence.</param>
internal sealed class HeartbeatFrame(Position position, long sequence) : Frame(events: 0, last: sequence)
{
    internal Position Position { get; } = position;
}
