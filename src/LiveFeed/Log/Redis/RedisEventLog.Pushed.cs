using LiveFeed.Frames;
using LiveFeed.Log.Redis.Appending;

namespace LiveFeed.Log.Redis;

/// <summary>
/// What the store pushes goes to the tail without a question, when it follows what the tail has. The turn of
/// <c>RedisEventLog.Following.cs</c> guards the tail.
/// </summary>
internal sealed partial class RedisEventLog
{
    private readonly PushQueue _pushed = new();
    private PushedEvents? _ahead; // taken from there, but something before it is missing

    private void Take(ReadOnlyMemory<byte> message)
    {
        if (PushedEvents.Read(message) is not { } pushed)
        {
            Look();
            return;
        }

        _pushed.Add(pushed);
        Follow();
    }

    private void TakePushed(bool hasLooked)
    {
        var state = _state;
        while ((_ahead ?? _pushed.TryTake()) is { } pushed)
        {
            _ahead = null;
            var (first, next) = (state.Terms.SequenceOf(pushed.Before + 1), state.Tail.Last + 1);
            var has = next - first; // so many of them
            if (pushed.Term == state.Terms.Current && has >= 0)
            {
                Append(state, pushed.Entries, first, has);
                continue;
            }

            // One before was missed, or the term has just begun. A look finds this one, too; if it is long, not all that
            // is pushed meanwhile.
            _mustLook = true;
            if (pushed.Term == state.Terms.Current && !hasLooked)
            {
                _ahead = pushed;
                return;
            }
        }
    }

    private void Append(State state, IReadOnlyList<ReadOnlyMemory<byte>> entries, long first, long skipped)
    {
        var (tail, terms) = (state.Tail, state.Terms);
        var frames = new List<EventFrame>();
        try
        {
            for (var i = skipped; i < entries.Count; i++)
            {
                frames.Add(Frame(terms, first + i, entries[(int)i]));
            }
        }
        catch (LogCorruptException)
        {
            _mustLook = true; // what the store has counts
            return;
        }

        lock (tail.Gate)
        {
            tail.Append(frames);
            tail.Wrote(frames);
        }
    }
}
