using LiveFeed.Events;
using LiveFeed.Frames;
using LiveFeed.Log;

namespace LiveFeed.Clients;

/// <summary>Where a client's stream starts.</summary>
/// <param name="Position">It goes on after this.</param>
/// <param name="Resumed">That is where the client asked to go on.</param>
internal readonly record struct ClientStart(Position Position, bool Resumed)
{
    /// <summary>
    /// Finds where to go on after a position that a client has. First case: it is of this log's life. The client goes on
    /// after it. Second case: it is of this life, but events after it are lost, or this log never gave it out and is an
    /// older copy. The client goes on with the first event that may still be read. Until it has that it keeps its position,
    /// so that it is told again should it die before. Third case: it is of another life. All that is retained is news.
    /// </summary>
    /// <param name="position">What the client has.</param>
    /// <param name="log">What it is to go on with.</param>
    /// <param name="first">What to tell it first: a gap, in the second and the third case.</param>
    /// <param name="cursor">The sequence that it reads the log after: behind the gap.</param>
    internal static ClientStart Resume(Position position, IEventLog log, out IReadOnlyList<Frame> first, out long cursor)
    {
        var epochs = log.Epochs;
        if (epochs.SequenceOf(position) is not { } sequence)
        {
            first = [new GapFrame(position, new Position(epochs.Current, 1), GapReason.Epoch)];
            cursor = epochs.Base;
            return new ClientStart(new Position(epochs.Current, 0), Resumed: false);
        }

        var loss = log.LossAt(sequence);
        first = loss is { } gap ? [new GapFrame(position, log.Epochs.PositionOf(gap.Before), gap.Reason)] : [];
        cursor = loss?.Before - 1 ?? sequence;
        return new ClientStart(position, Resumed: loss is null);
    }
}
