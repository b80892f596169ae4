using LiveFeed.Log.Redis.Scripts;
using LiveFeed.Log.Topics;
using LiveFeed.Log.Trimming;
using StackExchange.Redis;

namespace LiveFeed.Log.Redis;

/// <summary>
/// What retention removes. One node trims at a time, the others learn what it removed (<see cref="TrimmedRows"/>). If it
/// dies, another takes over.
/// </summary>
internal sealed partial class RedisEventLog
{
    private static readonly TimeSpan TrimmerLease = TimeSpan.FromSeconds(5);

    private readonly string _name = Guid.NewGuid().ToString("n");

    public override async ValueTask TrimAsync(CancellationToken cancellationToken)
    {
        if (!await IsTrimmerAsync())
        {
            return;
        }

        // Mostly nothing must go: the oldest event tells.
        for (var (more, events) = (true, 1); more && !cancellationToken.IsCancellationRequested;
            events = ReadLimits.PageEvents)
        {
            await PullAsync(); // so that what is counted is what there is
            more = await TrimSomeAsync(events);
        }

        await PullAsync();
    }

    private async Task<bool> IsTrimmerAsync() => (long)await _server.RunAsync(
        RedisScripts.Trimmer, [_server.Keys.Trimmer], [_name, (long)TrimmerLease.TotalMilliseconds]) == 1;

    // So that another node does not wait for the lease to end.
    private async Task YieldTrimmingAsync()
    {
        try
        {
            // Another node may take it between the two. Then two trim for a moment, and the script takes one of them.
            await _server.AskAsync(async database =>
                await database.StringGetAsync(_server.Keys.Trimmer) == _name &&
                await database.KeyDeleteAsync(_server.Keys.Trimmer));
        }
        catch (LogUnavailableException)
        {
            // The lease ends by itself.
        }
    }

    // Looks at the oldest events of each stream. Says whether there may be more that must go.
    private async Task<bool> TrimSomeAsync(int events)
    {
        var (tail, terms) = (Tail, _state.Terms);
        var page = await _reader.ReadAsync("-", "+", events, terms.Current);
        if (page.Term != terms.Current)
        {
            return true;
        }

        RuleTotals[] retained;
        long last;
        lock (tail.Gate)
        {
            retained = [.. Enumerable.Range(0, _rules.Count).Select(rule => tail.Ledger[rule])];
            last = tail.Last;
        }

        var (more, names) = (false, page.Marks.Keys.ToArray());
        for (var i = 0; i < names.Length; i++)
        {
            var gone = MustGo(page.Streams[i].Entries, terms, retained, last);
            if (gone.Count > 0)
            {
                await TrimAsync(names[i], page.Streams[i].Entries[0], gone, terms);
                more |= gone.Count == page.Streams[i].Entries.Count && page.Streams[i].MayHaveMore;
            }
        }

        return more;
    }

    private List<(LedgerRow Row, string? Id)> MustGo(
        IReadOnlyList<StoredEntry> entries, RedisTerms terms, RuleTotals[] retained, long last)
    {
        var gone = new List<(LedgerRow Row, string? Id)>();
        var (now, texts) = (_time.GetUtcNow(), new RecentTexts(entries.Count));
        foreach (var entry in entries)
        {
            var sequence = terms.SequenceOf(entry.Id.Span);
            var e = StoredEvent.Read(entry.Event.Span, texts);
            var rule = _rules.RuleOf(e.Topic);
            if (sequence > last || !_rules.BoundsOf(rule).MustGo(e.Time, retained[rule].Events, retained[rule].Bytes, now))
            {
                break; // the tail has yet to count it, or it stays
            }

            var row = LedgerRow.Of(sequence, e, e.StoredBytes);
            gone.Add((row, e.Id));
            retained[rule] = retained[rule].Without(row);
        }

        return gone;
    }

    private async Task TrimAsync(
        string stream, StoredEntry first, List<(LedgerRow Row, string? Id)> gone, RedisTerms terms)
    {
        var keys = _server.Keys;
        var last = gone[^1].Row.Sequence;
        var arguments = new List<RedisValue>
        {
            keys.Prefix, stream, first.Id, terms.IdOf(last + 1), terms.NumberOf(last),
            TrimmedRows.Write([.. gone.Select(one => one.Row)], terms.NumberOf),
        };
        foreach (var (row, id) in gone)
        {
            arguments.Add(terms.NumberOf(row.Sequence));
            arguments.Add(row.Topic?.Value ?? "");
            arguments.Add(id ?? "");
        }

        await _server.RunAsync(RedisScripts.Trim, [keys.Meta, keys.Marks, keys.Trims, keys.Ids], [.. arguments]);
    }
}
