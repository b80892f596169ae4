using LiveFeed.Frames;
using LiveFeed.Log;
using LiveFeed.Log.Sqlite;
using LiveFeed.Tests.Support;
using Microsoft.Extensions.Time.Testing;
using static LiveFeed.Tests.Support.TestEvents;

namespace LiveFeed.Tests.Log;

/// <summary>What a log in a file says of events that a crash or an older copy has lost.</summary>
public sealed class LossTests : IAsyncDisposable
{
    private readonly FakeTimeProvider _time = new(Noon);
    private readonly Crashes _service;

    public LossTests() => _service = new Crashes(LogDurability.Async, _time);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private SqliteEventLog Log => _service.Log;

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Fact]
    public async Task A_kill_that_loses_answered_events_is_told_to_every_reader_that_reads_across_them_or_stands_there()
    {
        await AppendAsync(1, 10);
        await WriteAsync();
        await AppendAsync(11, 15); // answered, and not in the file
        await _service.KillAsync();
        await AppendAsync(16, 17);

        var begin = Log.Head - 2;
        foreach (var after in (long[])[0, 9, 10, 12, 15])
        {
            var (numbers, gaps) = await ReadAllAsync(after);
            Assert.Equal([.. Enumerable.Range(1, 10).Where(n => n > after), 16, 17], numbers);
            Assert.Equal([new LogGap(Math.Max(after, 10), begin + 1, GapReason.Lost)], gaps);
        }

        Assert.Empty((await ReadAllAsync(begin)).Gaps);
        Assert.Empty((await ReadAllAsync(begin + 1)).Gaps);
    }

    [Fact]
    public async Task A_kill_that_loses_nothing_is_told_to_nobody()
    {
        await AppendAsync(1, 10);
        await WriteAsync();
        await _service.KillAsync();
        await AppendAsync(11, 12);

        foreach (var after in (long[])[0, 5, 10, Log.Head])
        {
            Assert.Empty((await ReadAllAsync(after)).Gaps);
        }

        Assert.Equal([10, 11, 12], (await ReadAllAsync(9)).Numbers);
    }

    [Fact]
    public async Task A_clean_stop_is_told_to_nobody_and_positions_go_on_after_a_jump_in_the_same_epoch()
    {
        var epoch = Log.Epoch;
        await AppendAsync(1, 3);
        await _service.RestartAsync();
        var receipt = await AppendAsync(4, 4);

        Assert.Equal(epoch, receipt.Position.Epoch);
        Assert.True(receipt.Position.Sequence > 4);
        await AssertReadsAsync(2, [3, 4]);
        await AssertReadsAsync(3, [4]);
        Assert.Equal(2, Log.CountBetween(2, Log.Head));
    }

    [Fact]
    public async Task Every_loss_of_several_is_told_on_its_own_and_a_page_never_crosses_two()
    {
        for (var life = 0; life < 3; life++)
        {
            await AppendAsync((10 * life) + 1, (10 * life) + 2);
            await WriteAsync();
            await AppendAsync((10 * life) + 3, (10 * life) + 3);
            await _service.KillAsync();
        }

        var (numbers, gaps) = await ReadAllAsync(0);

        Assert.Equal([1, 2, 11, 12, 21, 22], numbers);
        Assert.Equal(3, gaps.Count);
        Assert.True(gaps.SequenceEqual(gaps.OrderBy(gap => gap.After)));
    }

    [Fact]
    public async Task A_run_that_lost_all_of_its_events_is_one_loss_with_the_next()
    {
        await AppendAsync(1, 2);
        await _service.KillAsync();
        await AppendAsync(3, 4);
        await _service.KillAsync();
        await AppendAsync(5, 5);

        var (numbers, gaps) = await ReadAllAsync(0);

        Assert.Equal([5], numbers);
        Assert.Equal([new LogGap(0, Log.Head, GapReason.Lost)], gaps);
    }

    [Fact]
    public async Task A_client_that_was_connected_during_a_lost_run_is_told_of_the_loss_before_it_and_of_its_own()
    {
        await AppendAsync(1, 2);
        await _service.KillAsync();
        var begin = Log.Head;
        Assert.Equal([new LogGap(2, begin + 1, GapReason.Lost)], (await ReadAllAsync(2)).Gaps);

        await AppendAsync(3, 4);
        await _service.KillAsync();
        await AppendAsync(5, 5);

        await AssertReadsAsync(begin, [5], new LogGap(begin, Log.Head, GapReason.Lost));
        await AssertReadsAsync(begin + 2, [5], new LogGap(begin + 2, Log.Head, GapReason.Lost));
    }

    [Fact]
    public async Task Without_the_note_all_positions_that_may_have_been_given_out_count_as_lost()
    {
        await AppendAsync(1, 10);
        await WriteAsync();
        await _service.KillAsync(_service.Copy(withNote: false)); // a power cut: the note is of another boot, or gone
        await AppendAsync(11, 11);

        var (numbers, gaps) = await ReadAllAsync(10);

        Assert.Equal([11], numbers);
        Assert.Equal([new LogGap(10, Log.Head, GapReason.Lost)], gaps);
        Assert.Empty((await ReadAllAsync(Log.Head - 1)).Gaps);
    }

    [Fact]
    public async Task An_older_copy_is_told_to_the_clients_that_had_more_and_to_nobody_else()
    {
        await AppendAsync(1, 10);
        await WriteAsync();
        var copy = _service.Copy();
        var given = (await AppendAsync(11, 50)).Position.Sequence;
        await _service.KillAsync(copy);
        await AppendAsync(51, 51);

        Assert.True(Log.Head > given, "no position is given out twice");
        await AssertReadsAsync(8, [9, 10, 51]);
        await AssertReadsAsync(10, [51]);
        await AssertReadsAsync(11, [51], new LogGap(11, Log.Head, GapReason.Lost));
        await AssertReadsAsync(given, [51], new LogGap(given, Log.Head, GapReason.Lost));
    }

    [Fact]
    public async Task An_older_copy_beside_the_note_of_later_runs_is_told_to_all()
    {
        await AppendAsync(1, 10);
        await WriteAsync();
        var copy = _service.Copy(withNote: false);
        await _service.RestartAsync();
        var given = (await AppendAsync(11, 50)).Position.Sequence;
        File.Copy(SqliteStore.PageOf(_service.Place), SqliteStore.PageOf(copy));
        await _service.KillAsync(copy);
        await AppendAsync(51, 51);

        Assert.True(Log.Head > given);
        Assert.NotEmpty((await ReadAllAsync(given)).Gaps);
        Assert.NotEmpty((await ReadAllAsync(5)).Gaps);
        Assert.Empty((await ReadAllAsync(Log.Head)).Gaps);
    }

    [Fact]
    public async Task A_position_from_before_another_way_that_the_log_went_reads_what_came_since()
    {
        await AppendAsync(1, 3);
        await WriteAsync();

        var (numbers, gaps) = await ReadAllAsync(999_999);

        Assert.Equal([1, 2, 3], numbers);
        Assert.Equal([new LogGap(999_999, 1, GapReason.Lost)], gaps);
    }

    [Fact]
    public async Task The_run_is_in_the_file_itself_before_anything_is_given_out()
    {
        await AppendAsync(1, 5);
        await WriteAsync();
        await _service.RestartAsync();
        var begin = Log.Head;
        var receipt = await AppendAsync(6, 9);
        await WriteAsync();

        await _service.KillAsync(_service.Copy(withWal: false)); // as if the write-ahead log had never been
        var (numbers, gaps) = await ReadAllAsync(5);

        Assert.Empty(numbers);
        Assert.Equal(begin, Assert.Single(gaps).After);
        Assert.Equal(receipt.Position.Sequence, Assert.Single((await ReadAllAsync(receipt.Position.Sequence)).Gaps).After);
    }

    [Fact]
    public async Task At_commit_a_kill_loses_nothing_and_a_lost_write_ahead_log_is_told()
    {
        await using var service = new Crashes(LogDurability.Commit, _time);
        await service.Log.AppendAsync([.. Enumerable.Range(1, 10).Select(n => Event("a", n))], Token);
        await service.KillAsync();
        Assert.Null((await service.Log.ReadAsync(10, Following("a"), 10, conflate: false, Token)).Gap);

        var last = (await service.Log.AppendAsync([Event("a", 11), Event("a", 12)], Token))[1].Position.Sequence;
        await service.KillAsync(service.Copy(withWal: false));

        Assert.Equal(
            GapReason.Lost, (await service.Log.ReadAsync(last, Following("a"), 10, conflate: false, Token)).Gap?.Reason);
        Assert.NotNull((await service.Log.ReadAsync(last - 2, Following("a"), 10, conflate: false, Token)).Gap);
    }

    [Fact]
    public async Task At_commit_a_power_cut_loses_nothing_either()
    {
        await using var service = new Crashes(LogDurability.Commit, _time);
        await service.Log.AppendAsync([Event("a", 1)], Token);
        await service.KillAsync(service.Copy(withNote: false));

        Assert.Null((await service.Log.ReadAsync(1, Following("a"), 10, conflate: false, Token)).Gap);
        Assert.NotNull((await service.Log.ReadAsync(2, Following("a"), 10, conflate: false, Token)).Gap);
    }

    [Fact]
    public async Task Losses_are_remembered_over_restarts_until_nothing_before_them_is_retained()
    {
        await AppendAsync(1, 3);
        await WriteAsync();
        await AppendAsync(4, 4);
        await _service.KillAsync();
        await _service.RestartAsync();
        await _service.RestartAsync();

        await AssertReadsAsync(2, [3], new LogGap(3, Log.LossAt(3)!.Value.Before, GapReason.Lost));
    }

    [Fact]
    public async Task A_time_is_found_across_runs()
    {
        for (var life = 0; life < 4; life++)
        {
            await Log.AppendAsync([Event("a", life, time: Noon.AddMinutes(life))], Token);
            await _service.RestartAsync();
        }

        for (var life = 0; life < 4; life++)
        {
            var before = await Log.SequenceBeforeAsync(Noon.AddMinutes(life), Token);
            Assert.Equal(Enumerable.Range(life, 4 - life), (await ReadAllAsync(before)).Numbers);
        }
    }

    [Fact]
    public async Task The_service_works_without_a_writable_note_and_then_all_reserved_positions_count_as_given_out()
    {
        using var folder = new TempFolder();
        var path = folder.File("feed.db");
        Directory.CreateDirectory(SqliteStore.PageOf(path) + "-new"); // where the note is made
        await using var service = Open(path);
        await service.AppendAsync([Event("a", 1)], Token);

        Assert.False(File.Exists(SqliteStore.PageOf(path)));
        Assert.Null(service.Fault);
    }

    private static SqliteEventLog Open(string path) => new(
        Microsoft.Extensions.Options.Options.Create(new LogOptions { Path = path }),
        TimeProvider.System,
        Microsoft.Extensions.Logging.Abstractions.NullLogger<SqliteEventLog>.Instance);

    private async Task AssertReadsAsync(long after, int[] numbers, params LogGap[] gaps)
    {
        var read = await ReadAllAsync(after);
        Assert.Equal(numbers, read.Numbers);
        Assert.Equal(gaps, read.Gaps);
    }

    private async Task<Receipt> AppendAsync(int from, int to) =>
        (await Log.AppendAsync([.. Enumerable.Range(from, to - from + 1).Select(n => Event("a", n))], Token))[^1];

    private Task WriteAsync() => _time.PassUntilAsync(
        TimeSpan.FromMilliseconds(10), () => Log.Unwritten(1).Count == 0, "the events are written");

    private async Task<(IReadOnlyList<int> Numbers, IReadOnlyList<LogGap> Gaps)> ReadAllAsync(long after)
    {
        var (numbers, gaps) = (new List<int>(), new List<LogGap>());
        for (var atEnd = false; !atEnd;)
        {
            var page = await Log.ReadAsync(after, Following("a"), 100, conflate: false, Token);
            gaps.AddRange(page.Gap is { } gap ? [gap] : []);
            numbers.AddRange(page.Frames.Numbers());
            (after, atEnd) = (page.Through, page.ReachedEnd);
        }

        return (numbers, gaps);
    }
}
