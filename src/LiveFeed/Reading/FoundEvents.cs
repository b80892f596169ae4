using LiveFeed.Frames;
using LiveFeed.Log;

namespace LiveFeed.Reading;

/// <summary>
/// Events that were found from the newest back, written oldest first. Up to the bytes of one page they are held in memory.
/// Above that only their sequences are held, and the events are read again, a page at a time.
/// </summary>
internal sealed class FoundEvents(QueryLogReader reads, QueryLease lease, HistoryRange range) : IHistoryEvents
{
    private const int EntryBytes = 2 * sizeof(long);

    private readonly List<EventFrame> _frames = []; // all found events, or none
    private readonly List<long> _found = [];
    private long[] _sequences = []; // of the found events, in order
    private long _bytes; // of the frames
    private bool _holds = true;
    private int _index; // of the next event
    private LeasedPage<SequencePage>? _page; // of events that were read again
    private int _pageIndex; // of the next event in it
    private int _pageEnd; // the index of the event after it

    /// <summary>The last sequence written. After all events: the end of the range.</summary>
    public long Next { get; private set; } = range.After;

    public GapFrame? Gap { get; init; }

    internal int Count => _found.Count;

    /// <summary>Adds an event, in any order.</summary>
    /// <exception cref="QueryRefusedException">There is no memory for the event.</exception>
    internal void Add(EventFrame frame)
    {
        lease.Hold(EntryBytes);
        _found.Add(frame.Sequence);
        _holds = _holds && _bytes + frame.Size <= ReadLimits.PageBytes && lease.TryHold(frame.Size);
        if (_holds)
        {
            _frames.Add(frame);
            _bytes += frame.Size;
        }
        else
        {
            Release();
        }
    }

    /// <summary>Sorts the events; called when all are added.</summary>
    internal void Sort()
    {
        _sequences = [.. _found.Order()];
        _frames.Sort((a, b) => a.Sequence.CompareTo(b.Sequence));
    }

    public async ValueTask<EventFrame?> PeekAsync()
    {
        while (_index < _sequences.Length)
        {
            if (_holds)
            {
                return _frames[_index];
            }

            if (_page is { } held)
            {
                if (_pageIndex < held.Page.Frames.Count)
                {
                    return held.Page.Frames[_pageIndex];
                }

                _index = _pageEnd; // the rest of the page was trimmed meanwhile
                LetGoOfPage();
                continue;
            }

            _page = await reads.PickAsync(lease, _sequences.AsMemory(_index));
            _pageEnd = _index + _page.Page.Looked;
        }

        Next = Math.Max(range.After, range.Through);
        return null;
    }

    public void Pass()
    {
        var passed = _holds ? _frames[_index] : _page!.Page.Frames[_pageIndex++];
        Next = passed.Sequence;
        _index = Array.BinarySearch(_sequences, passed.Sequence) + 1;
    }

    public void LetGo()
    {
        LetGoOfPage();
        Release();
    }

    private void LetGoOfPage()
    {
        _page?.Dispose();
        (_page, _pageIndex) = (null, 0);
    }

    private void Release()
    {
        _frames.Clear();
        lease.LetGo(_bytes);
        (_bytes, _holds) = (0, false);
    }
}
