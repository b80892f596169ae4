using LiveFeed.Events;
using LiveFeed.Log;

namespace LiveFeed.Clients;

/// <summary>Where a client's stream starts.</summary>
/// <param name="Position">It goes on after this.</param>
/// <param name="Resumed">That is where the client asked to go on.</param>
internal readonly record struct ClientStart(Position Position, bool Resumed)
{
    /// <summary>
    /// Finds where to go on after a position that a client has. (a) It is of this log's life: after it. (b) It is of another
    /// life: all that is retained is news. (c) It is of this life but was not given out yet, so this is an older copy of the
    /// log: what was in between is lost, go on with what comes.
    /// </summary>
    /// <param name="position">What the client has.</param>
    /// <param name="log">What it is to go on with.</param>
    /// <param name="first">What to tell it first: in (b) and (c) a gap.</param>
    internal static ClientStart Resume(Position position, IEventLog log, out IReadOnlyList<Frame> first)
    {
        if (position.Epoch == log.Epoch && position.Sequence <= log.Head)
        {
            first = [];
            return new ClientStart(position, Resumed: true);
        }

        var start = new Position(log.Epoch, position.Epoch == log.Epoch ? log.Head : 0);
        first = [new GapFrame(position, start with { Sequence = start.Sequence + 1 }, GapReason.Epoch)];
        return new ClientStart(start, Resumed: false);
    }
}
