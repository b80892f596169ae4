using LiveFeed.Events;
using LiveFeed.Frames;
using LiveFeed.Log;

namespace LiveFeed.Clients;

/// <summary>Where a client's stream starts.</summary>
/// <param name="Position">The stream goes on after this.</param>
/// <param name="Resumed">True when the client asked for this position and misses nothing after it.</param>
internal readonly record struct ClientStart(Position Position, bool Resumed)
{
    /// <summary>
    /// Finds where a client with a position goes on. First case: the log knows the position's epoch, and nothing after it is
    /// lost. The client goes on after it. Second case: the log knows the epoch, but events after the position are lost, or
    /// the log is an older copy that never gave it out. The client goes on with the first event that can still be read. It
    /// keeps its position until it has that event, so that a client that dies before is told again. Third case: the log does
    /// not know the epoch. All that is retained is news.
    /// </summary>
    /// <param name="position">The client's position.</param>
    /// <param name="log">The log that it goes on with.</param>
    /// <param name="mayBeAhead">What <see cref="IEventLog.ReachAsync"/> said about it.</param>
    /// <param name="first">What to tell it first: a gap, in the second and the third case.</param>
    /// <param name="cursor">The sequence that it reads the log after: behind the gap.</param>
    internal static ClientStart Resume(
        Position position, IEventLog log, bool mayBeAhead, out IReadOnlyList<Frame> first, out long cursor)
    {
        var epochs = log.Epochs;
        if (epochs.SequenceOf(position) is not { } sequence)
        {
            first = [new GapFrame(position, epochs.PositionOf(epochs.Base + 1), GapReason.Epoch)];
            cursor = epochs.Base;
            return new ClientStart(epochs.PositionOf(cursor), Resumed: false);
        }

        var loss = log.LossAt(sequence, mayBeAhead);
        first = loss is { } gap ? [new GapFrame(position, log.Epochs.PositionOf(gap.Before), gap.Reason)] : [];
        cursor = loss?.Before - 1 ?? sequence;
        return new ClientStart(position, Resumed: loss is null);
    }
}
