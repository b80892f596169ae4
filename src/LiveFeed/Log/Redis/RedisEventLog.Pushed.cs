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

    private void Take(ReadOnlyMemory<byte> message)
    {
        if (PushedEvents.Read(message) is { } pushed && _pushed.TryAdd(pushed))
        {
            Follow();
        }
        else
        {
            Look();
        }
    }

    private void TakePushed()
    {
        var (state, isNew) = (_state, false);
        while (_pushed.TryTake() is { } pushed)
        {
            var (first, next) = (state.Terms.SequenceOf(pushed.Before + 1), state.Tail.Last + 1);
            var has = next - first; // so many of them
            if (pushed.Term != state.Terms.Current || has < 0)
            {
                _mustLook = true; // one before was missed, or the term has just begun: the store has this one, too
            }
            else if (has < pushed.Entries.Count)
            {
                isNew |= TryAppend(state, pushed.Entries, first, (int)has);
            }
        }

        if (isNew)
        {
            Tell();
        }
    }

    private bool TryAppend(State state, IReadOnlyList<ReadOnlyMemory<byte>> entries, long first, int skipped)
    {
        var (tail, terms) = (state.Tail, state.Terms);
        var frames = new List<EventFrame>(entries.Count - skipped);
        try
        {
            for (var i = skipped; i < entries.Count; i++)
            {
                frames.Add(Frame(terms, first + i, entries[i]));
            }
        }
        catch (LogCorruptException)
        {
            _mustLook = true; // what the store has counts
            return false;
        }

        lock (tail.Gate)
        {
            tail.Append(frames);
            tail.Wrote(frames);
        }

        return true;
    }
}
