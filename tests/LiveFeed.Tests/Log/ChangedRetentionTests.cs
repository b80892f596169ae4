using LiveFeed.Frames;
using LiveFeed.Log;
using LiveFeed.Log.Trimming;
using LiveFeed.Log.Sqlite;
using LiveFeed.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using static LiveFeed.Tests.Support.TestEvents;

namespace LiveFeed.Tests.Log;

/// <summary>A log that is opened again with other retention rules than it was trimmed by.</summary>
public sealed class ChangedRetentionTests : IAsyncDisposable
{
    private static readonly LogGap Trimmed = new(1, 5, GapReason.Expired);

    private readonly FakeTimeProvider _time = new(Noon);
    private readonly TempFolder _folder = new();
    private SqliteEventLog _log = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _log.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task The_marks_stay_where_only_bounds_change()
    {
        await TrimFiguresAsync();
        await ReopenAsync(maxEvents: 50, Figures(maxEvents: 7));

        Assert.Equal(("1", null), await ReadAsync("a", 0));
        Assert.Equal(("5", Trimmed), await ReadAsync("figures", 1));
        Assert.Equal(("5", null), await ReadAsync("figures", 4));
    }

    [Fact]
    public async Task After_a_change_of_rules_a_client_from_before_the_last_trimmed_event_is_told_and_gets_what_is_retained()
    {
        await TrimFiguresAsync();
        await ReopenAsync(maxEvents: 50, new RetentionRule { Topics = ["a"], MaxEvents = 9 });

        Assert.Equal(("5", Trimmed), await ReadAsync("figures", 1));
        Assert.Equal(("1", Trimmed with { After = 0 }), await ReadAsync("a", 0)); // one too many, as it is documented
        Assert.Equal(("5", null), await ReadAsync("figures", 4));
        Assert.Equal(("", null), await ReadAsync("a", 4));

        await ReopenAsync(maxEvents: 50, new RetentionRule { Topics = ["a"], MaxEvents = 9 });
        Assert.Equal(("5", Trimmed), await ReadAsync("figures", 1));
        Assert.Equal(("", null), await ReadAsync("a", 4));
    }

    [Fact]
    public async Task A_mark_does_not_go_back_when_older_events_are_trimmed_by_the_new_rules()
    {
        await TrimFiguresAsync();
        await ReopenAsync(maxEvents: 1);
        await _log.TrimAsync(Token); // event 1, which stands before all that the rule before had trimmed

        Assert.Equal(("", Trimmed with { After = 0 }), await ReadAsync("a", 0));
        Assert.Equal(("5", new LogGap(2, 5, GapReason.Expired)), await ReadAsync("figures", 2));

        await ReopenAsync(maxEvents: 1);
        Assert.Equal(("5", new LogGap(2, 5, GapReason.Expired)), await ReadAsync("figures", 2));
    }

    private static RetentionRule Figures(long maxEvents) => new() { Topics = ["figures"], MaxEvents = maxEvents };

    // Events 1 (of a) and 5 are retained, 2 to 4 trimmed.
    private async Task TrimFiguresAsync()
    {
        _log = Open(maxEvents: 50, Figures(maxEvents: 1));
        await _log.AppendAsync([Event("a", 1), .. Enumerable.Range(2, 4).Select(n => Event("figures", n))], Token);
        await _time.PassUntilAsync(
            TimeSpan.FromMilliseconds(10), () => _log.Unwritten(1).Count == 0, "the events are written");
        await _log.TrimAsync(Token);
    }

    private async Task ReopenAsync(long maxEvents, params RetentionRule[] rules)
    {
        await _log.DisposeAsync();
        _log = Open(maxEvents, rules);
    }

    private SqliteEventLog Open(long maxEvents, params RetentionRule[] rules) => new(
        Options.Create(new LogOptions { Path = _folder.File("feed.db"), MaxEvents = maxEvents, Retention = rules }),
        _time,
        NullLogger<SqliteEventLog>.Instance);

    private async Task<(string Numbers, LogGap? Gap)> ReadAsync(string topic, long after)
    {
        var page = await _log.ReadAsync(
            after, Following(topic) with { Broadcasts = false }, limit: 100, conflate: false, Token);
        return (string.Join(' ', page.Frames.Numbers()), page.Gap);
    }
}
