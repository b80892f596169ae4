using LiveFeed.Frames;
using LiveFeed.Log;
using LiveFeed.Tests.Support;
using Microsoft.Extensions.Options;
using static LiveFeed.Tests.Support.TestEvents;

namespace LiveFeed.Tests.Log.Remote;

/// <summary>A log whose store is elsewhere: most of its events are only there.</summary>
public sealed class RemoteLogTests : ReplacedStoreSpecification
{
    private RemoteStore _store = null!;
    private RemoteLog _log = null!;

    private protected override IEventLog Open(IOptions<LogOptions> options)
    {
        _store = new RemoteStore(options, Time);
        return _log = new RemoteLog(_store, options.Value, Time, maxInMemory: 50);
    }

    private protected override async Task ReplaceAsync()
    {
        _store.Replace();
        await Deadline.UntilAsync(() => _log.Epoch == _store.Current.Epoch, "the log has found out");
    }

    [Fact]
    public async Task An_append_that_does_not_reach_the_store_fails_and_stores_nothing()
    {
        await AppendAsync(Event("a", 1));
        _store.IsAway = true;
        await Assert.ThrowsAsync<LogUnavailableException>(async () => await AppendAsync(Event("a", 2)));
        _store.IsAway = false;
        await AppendAsync(Event("a", 3));

        Assert.Equal([1, 3], (await ReadAllAsync()).Numbers());
    }

    [Fact]
    public async Task An_append_whose_answer_is_lost_is_stored_once_when_it_is_tried_again()
    {
        await AppendAsync(Event("a", 1));
        _store.LosesAnswers = true;
        await Assert.ThrowsAsync<LogUnavailableException>(async () => await AppendAsync(Event("a", 2, id: "x")));
        _store.LosesAnswers = false;

        Assert.True((await AppendAsync(Event("a", 2, id: "x")))[0].Duplicate);
        Assert.Equal([1, 2], (await ReadAllAsync()).Numbers());
    }

    [Fact]
    public async Task What_another_node_appends_is_readable_here()
    {
        await AppendAsync(Event("a", 1));
        await using var other = new RemoteLog(_store, Options, Time);
        await other.AppendAsync([Event("a", 2)], Token);

        await Deadline.UntilAsync(() => _log.Head == 2, "it is told");
        Assert.Equal([1, 2], (await ReadAllAsync()).Numbers());
    }

    [Fact]
    public async Task A_read_that_the_store_cannot_answer_fails_and_is_no_empty_page()
    {
        await AppendAsync([.. Enumerable.Range(0, 200).Select(n => Event("a", n))]);
        _store.IsAway = true;

        await Assert.ThrowsAsync<LogUnavailableException>(ReadAllAsync);
        Assert.Equal([199], (await _log.ReadAsync(199, Following("a"), 10, conflate: false, Token)).Frames.Numbers());
    }

    [Fact]
    public async Task Events_that_the_store_trimmed_before_they_were_read_are_told_as_a_gap()
    {
        Options.MaxEvents = 3;
        await AppendAsync(Event("a", 0));
        _store.IsAway = true;
        await _store.ActAsync(async log =>
        {
            await log.AppendAsync([.. Enumerable.Range(1, 9).Select(n => Event("a", n))], Token);
            await log.TrimAsync(Token);
        });
        _store.IsAway = false;
        await AppendAsync(Event("a", 10));

        var page = await _log.ReadAsync(1, Following("a"), 100, conflate: false, Token);
        Assert.Equal(new LogGap(1, 8, GapReason.Expired), page.Gap);
        Assert.Equal([7, 8, 9, 10], page.Frames.Numbers());
    }

    [Fact]
    public async Task A_store_that_is_replaced_while_a_page_is_on_its_way_is_told_and_nothing_is_mixed()
    {
        await AppendAsync([.. Enumerable.Range(0, 500).Select(n => Event("a", n))]);
        var asked = 0;
        var isReading = new AsyncLocal<bool>(); // the log's own look for more may still be under way
        _store.Way = async () =>
        {
            await Task.Yield();
            if (isReading.Value && Interlocked.Increment(ref asked) == 1)
            {
                _store.Replace();
            }
        };

        isReading.Value = true;
        var page = await _log.ReadAsync(10, Following("a"), 100, conflate: false, Token);

        Assert.Equal((GapReason.Epoch, 0), (page.Gap?.Reason, page.Frames.Count));
    }

    private async Task<IReadOnlyList<EventFrame>> ReadAllAsync()
    {
        var read = new List<EventFrame>();
        for (var (after, atEnd) = (0L, false); !atEnd;)
        {
            var page = await _log.ReadAsync(after, Following("**"), 1_000, conflate: false, Token);
            read.AddRange(page.Frames);
            (after, atEnd) = (page.Through, page.ReachedEnd);
        }

        return read;
    }
}
