using LiveFeed.Log.Tail;
using LiveFeed.Log.Topics;
using Microsoft.Extensions.Logging;

namespace LiveFeed.Log.Redis;

/// <summary>
/// What happens at the start, and when the server is not the one that gave out the last position: it was restarted, a
/// replica took its place, or it has lost everything. The turn of <c>RedisEventLog.Following.cs</c> guards it.
/// </summary>
internal sealed partial class RedisEventLog
{
    private const int LookUpsAtOnce = 100; // some milliseconds of Redis, which others wait for

    // An answer was an error: the server may have changed its part. The look of the next second finds out: the answer to
    // an earlier one would be the same error.
    private void Doubt() => _mustTouch = true;

    private async Task LoadAsync()
    {
        await TouchAsync();
        var page = await _reader.ReadAsync("+", "+", events: 1, term: "");
        await FillAsync(RedisTerms.First(page.Terms), page);
        Volatile.Write(ref _told, _state.Tail.Head); // nobody has asked before
    }

    private async Task TouchAsync()
    {
        if (_mustTouch)
        {
            _mustTouch = false;
            try
            {
                if (await _appends.TouchAsync() is { } full)
                {
                    _mustTouch = true; // until it takes events again
                    _outage.Failed(full);
                }
            }
            catch (LogUnavailableException)
            {
                _mustTouch = true;
                throw;
            }
        }
    }

    // Only in the turn: another one clears the mark while it tries. Not when an append has failed meanwhile.
    private void EndOutage()
    {
        if (!_mustTouch)
        {
            _outage.Ended();
        }
    }

    // Begins a tail with all that the store retains. Nobody reads it before it is complete.
    private async Task FillAsync(RedisTerms terms, RedisPage page)
    {
        var state = new State(NewTail(terms, page), terms) { Trim = page.Trim };
        while (await ReadPageAsync(state) is { } next && next.Term == terms.Current && Apply(state, next))
        {
        }

        _state = state;
    }

    // The server has lost one that the tail took, or there were too many since.
    private static bool HasMissedTrims(State state, RedisPage page) =>
        page.Trim < state.Trim ||
        (page.Trim > state.Trim && (page.Trims.Count == 0 || page.Trims[0].Number > state.Trim + 1));

    private async Task ChangeTermAsync(State state, RedisPage page)
    {
        var terms = state.Terms.Then(page.Terms, state.Tail.Last, out var isReplaced);
        if (isReplaced)
        {
            Report.IsReplaced(_logger);
            _state = new State(NewTail(terms, page), terms) { Trim = page.Trim };
            return;
        }

        var (end, next) = terms.AfterTerm(state.Terms.Current);
        var lost = Math.Max(0, state.Terms.NumberOf(state.Tail.Last) - terms.NumberOf(end));
        Report.TermBegins(_logger, terms.Current, state.Terms.Current, lost);

        // A trim that the tail took and the server has lost is made again, under a number that the lost one may have had.
        var isNext = page.Terms is [.., var before, _] &&
            before.StartsWith($"{state.Terms.Current} ", StringComparison.Ordinal);
        if (isNext && page.Kept >= state.Trim)
        {
            if (await LastKeptAsync(state.Tail, terms, end) is not { } last)
            {
                return;
            }

            if (state.Tail.Continue(terms.Epochs, terms.Runs, end, next, last) is { } continued)
            {
                _state = new State(continued, terms) { Trim = state.Trim };
                return;
            }
        }

        await FillAsync(terms, page);
    }

    // Of topics that have lost events, the last one that is left. Null when the term is another one again.
    private async Task<List<LedgerRow>?> LastKeptAsync(LogTail tail, RedisTerms terms, long end)
    {
        var rows = new List<LedgerRow>();
        foreach (var topics in tail.TopicsAfter(end).Chunk(LookUpsAtOnce))
        {
            var reads = await Task.WhenAll(topics.Select(topic =>
                _reader.LookUpAsync(terms, [topic], from: end + 1, to: terms.Epochs.Base, isBack: true, most: 1)));
            if (reads.Any(read => read.Term != terms.Current))
            {
                return null;
            }

            rows.AddRange(reads.SelectMany(read => read.Entries)
                .Select(one => LedgerRow.Of(one.Sequence, one.Event, size: 0)));
        }

        return rows;
    }

    private LogTail NewTail(RedisTerms terms, RedisPage page) => new(
        new FrameRing(floor: terms.Epochs.Base),
        new TopicLedger(_rules),
        terms.Runs,
        _rules,
        trimmed: _reader.MarksOf(terms, page.Marks),
        head: terms.Epochs.Base)
    {
        Epochs = terms.Epochs,
        MaxEvents = _maxInMemory,
    };

    private static partial class Report
    {
        [LoggerMessage(Level = LogLevel.Critical,
            Message = "Redis has lost all events, or they were deleted: clients are told, and a new log begins")]
        internal static partial void IsReplaced(ILogger logger);

        [LoggerMessage(Level = LogLevel.Warning,
            Message = "Redis was restarted or has failed over: term {Term} follows {Before}. {Lost} events that this node " +
                "had are lost; their clients are told")]
        internal static partial void TermBegins(ILogger logger, string term, string before, long lost);
    }
}
