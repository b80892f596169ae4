using LiveFeed.Events;
using LiveFeed.Log;
using LiveFeed.Looking.Answers;

namespace LiveFeed.Looking.History;

/// <summary>
/// Events that were found from the newest back, written oldest first. As long as they are few they are held, as a page would be;
/// past that only where they stand is known, and each is read again when its turn comes.
/// </summary>
internal sealed class FoundEvents(QueryReads reads, QueryPlace place, HistoryRange range) : IHistoryEvents
{
    private const int EntryBytes = 32; // of what is known of each

    private readonly List<FoundEvent> _found = [];
    private long _bytes; // of the events that are held
    private bool _holds = true;
    private int _index;
    private HeldPage? _page; // of one event that was read again

    /// <summary>What was read up to when all were written.</summary>
    public long Next { get; private set; } = range.After;

    public GapFrame? Gap { get; init; }

    internal int Count => _found.Count;

    /// <summary>Adds an event, in any order.</summary>
    /// <exception cref="QueryRefusedException">There is no memory for it.</exception>
    internal void Add(EventFrame frame, Subscription subscription)
    {
        place.Hold(EntryBytes);
        _holds = _holds && _bytes + frame.Event.Size <= ReadLimits.PageBytes && place.TryHold(frame.Event.Size);
        if (_holds)
        {
            _bytes += frame.Event.Size;
        }
        else
        {
            Release();
        }

        _found.Add(new FoundEvent(frame.Sequence, subscription, _holds ? frame : null));
    }

    /// <summary>All are added.</summary>
    internal void Sort() => _found.Sort((a, b) => a.Sequence.CompareTo(b.Sequence));

    public async ValueTask<EventFrame?> PeekAsync()
    {
        for (; _index < _found.Count; _index++)
        {
            var (sequence, subscription, frame) = _found[_index];
            if ((frame ?? _page?.Page.Frames[0]) is { } there)
            {
                return there;
            }

            _page = await reads.ReadAsync(place, sequence - 1, subscription, limit: 1);
            if (_page.Page.Frames is [var found, ..] && found.Sequence == sequence)
            {
                return found;
            }

            LetGo(); // it was trimmed meanwhile
        }

        Next = Math.Max(range.After, range.Through);
        return null;
    }

    public void Pass()
    {
        Next = _found[_index++].Sequence;
        LetGoOfPage();
    }

    public void LetGo()
    {
        LetGoOfPage();
        Release();
    }

    private void LetGoOfPage()
    {
        _page?.Dispose();
        _page = null;
    }

    private void Release()
    {
        if (_bytes > 0)
        {
            for (var i = 0; i < _found.Count; i++)
            {
                _found[i] = _found[i] with { Frame = null };
            }

            place.LetGo(_bytes);
        }

        (_bytes, _holds) = (0, false);
    }
}
