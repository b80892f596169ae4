using LiveFeed.Frames;
using LiveFeed.Log.Tail;

namespace LiveFeed.Log.Redis;

/// <summary>
/// Events of the store go to the tail in the store's order, whichever node appended them. The store pushes them to every
/// node. A node reads the store when a push does not follow what it has, when the connection is back, and once a second.
/// One thread at a time does either.
/// </summary>
internal sealed partial class RedisEventLog
{
    private readonly SemaphoreSlim _turn = new(1);
    private readonly RecentTexts _texts = new(); // whose turn it is
    private volatile State _state; // replaced by whose turn it is, as all below
    private volatile TaskCompletionSource _moved = Signal(); // completed and replaced when the tail has moved
    private long _told; // readers were told of what stands up to here
    private long _asked; // by Interlocked: how often a position was asked for that readers do not have
    private long _looked; // how often before a look began that found all that the store had
    private int _isAsked; // by Interlocked
    private volatile bool _mustLook = true; // at the store
    private volatile bool _mustTouch = true; // the server may not have given out the last position

    /// <summary>The tail and the terms that its sequences come from.</summary>
    private sealed record State(LogTail Tail, RedisTerms Terms)
    {
        /// <summary>The last trim that the tail has seen. Used by whose turn it is.</summary>
        internal required long Trim { get; set; }
    }

    private static TaskCompletionSource Signal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void LookAgain()
    {
        _mustTouch = true;
        Look();
    }

    private void Look()
    {
        _mustLook = true;
        Follow();
    }

    // On another thread: who calls takes the store's messages, or answers producers.
    private void Follow()
    {
        if (Interlocked.Exchange(ref _isAsked, 1) == 0)
        {
            ThreadPool.UnsafeQueueUserWorkItem(static log => _ = log.TryFollowAsync(), this, preferLocal: false);
        }
    }

    private Task TryLookAsync()
    {
        _mustLook = true;
        return TryFollowAsync();
    }

    private async Task TryFollowAsync()
    {
        try
        {
            await FollowAsync();
        }
        catch (Exception e)
        {
            _outage.Failed(e);
        }
    }

    // Looks at the store now.
    private Task PullAsync()
    {
        _mustLook = true;
        return FollowAsync();
    }

    private async Task FollowAsync()
    {
        await _turn.WaitAsync(CancellationToken.None); // one with a token would go on on a thread of the pool
        try
        {
            Volatile.Write(ref _isAsked, 0); // what comes from here on needs another turn
            await TouchAsync();
            TakePushed(hasLooked: false);
            Tell();
            while (_mustLook && !_closing.IsCancellationRequested)
            {
                var asked = Interlocked.Read(ref _asked);
                var hasAll = await LookAsync();
                TakePushed(hasLooked: !_mustLook);
                Tell();
                Volatile.Write(ref _looked, hasAll ? asked : _looked);
            }

            EndOutage();
        }
        finally
        {
            _turn.Release();
        }
    }

    // Readers, if there is something new for them.
    private void Tell()
    {
        if (_state.Tail.Head is var head && head != _told)
        {
            TellAppended();
            Volatile.Write(ref _told, head);
            Move();
        }
    }

    // Says whether the tail has all that the store had.
    private async Task<bool> LookAsync()
    {
        _mustLook = false;
        try
        {
            if (!await PullPageAsync())
            {
                return true;
            }

            _mustLook = true;
            return false;
        }
        catch
        {
            _mustLook = true;
            throw;
        }
    }

    // Says whether there may be more.
    private async Task<bool> PullPageAsync()
    {
        var state = _state;
        var page = await ReadPageAsync(state);
        if (page.Term != state.Terms.Current)
        {
            if (page.Terms.Count == 0 || state.Terms.AreAheadOf(page.Term))
            {
                // Everything was deleted, or the server has lost the term that this node is in. Another one must begin.
                _mustTouch = true;
                await TouchAsync();
                return true;
            }

            await ChangeTermAsync(state, page);
            return true;
        }

        if (page.Number < state.Terms.NumberOf(state.Tail.Last) || HasMissedTrims(state, page))
        {
            // An older copy took the place of the server, and no append has found that out yet. Or this node was away so
            // long that it cannot know which events were trimmed meanwhile.
            _mustTouch = true;
            await TouchAsync();
            if ((await ReadPageAsync(state)).Term == state.Terms.Current)
            {
                await FillAsync(state.Terms, page);
            }

            return true;
        }

        return Apply(state, page);
    }

    private Task<RedisPage> ReadPageAsync(State state) => _reader.ReadAsync(
        $"({state.Terms.IdOf(state.Tail.Last)}", "+", ReadLimits.PageEvents, state.Terms.Current, state.Trim);

    // Says whether there may be more.
    private bool Apply(State state, RedisPage page)
    {
        var (tail, terms) = (state.Tail, state.Terms);
        var last = tail.Last;
        var entries = StreamPart.Merge(page.Streams, terms, isBack: false, out var isAll);
        List<EventFrame> frames = [.. entries.Select(one => Frame(terms, one.Sequence, one.Entry.Event))];
        var through = isAll ? Math.Max(last, terms.SequenceOf(page.Number)) : frames[^1].Sequence;
        var gone = page.Trims.Select(trim => TrimmedRows.Read(trim.Rows, terms.SequenceOf)).SelectMany(rows => rows)
            .Where(row => row.Sequence <= last) // the tail has never had the others
            .ToLookup(row => _rules.RuleOf(row.Topic));
        var marks = _reader.MarksOf(terms, page.Marks);
        lock (tail.Gate)
        {
            foreach (var rule in gone)
            {
                tail.Forget(rule.Key, [.. rule]);
            }

            tail.Append(frames);
            if (marks.Max() > last)
            {
                tail.Miss(last, through, marks);
            }

            tail.Wrote(frames);
            tail.Reach(through);
        }

        state.Trim = page.Trim;
        return !isAll;
    }

    private EventFrame Frame(RedisTerms terms, long sequence, ReadOnlyMemory<byte> entry) =>
        new(StoredEvent.Read(entry.Span, _texts), terms.Epochs.PositionOf(sequence), sequence);

    private void Move()
    {
        var moved = _moved;
        _moved = Signal();
        moved.TrySetResult();
    }
}
