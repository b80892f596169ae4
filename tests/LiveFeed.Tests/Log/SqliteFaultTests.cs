using LiveFeed.Events;
using LiveFeed.Log;
using LiveFeed.Log.Sqlite;
using LiveFeed.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using static LiveFeed.Tests.Support.TestEvents;

namespace LiveFeed.Tests.Log;

/// <summary>
/// A file that cannot be written for a while. Another connection's lock stands for a full or read-only disk.
/// </summary>
public sealed class SqliteFaultTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task At_async_what_was_answered_is_kept_and_written_when_the_file_can_be_again()
    {
        await using (var log = Open(LogDurability.Async))
        {
            using (Lock())
            {
                await log.AppendAsync([Event("a", 1)], Token);
                await Deadline.UntilAsync(() => log.Fault is not null, "the log knows that it cannot write");
                await Assert.ThrowsAsync<LogUnavailableException>(async () => await log.AppendAsync([Event("a", 2)], Token));
                Assert.Equal([1], (await log.ReadAsync(0, Following("a"), 10, conflate: false, Token)).Frames.Numbers());
            }

            await Deadline.UntilAsync(() => log.Fault is null, "the log writes again");
            await log.AppendAsync([Event("a", 3)], Token);
        }

        await using var reopened = Open(LogDurability.Async);
        Assert.Equal([1, 3], (await reopened.ReadAsync(0, Following("a"), 10, conflate: false, Token)).Frames.Numbers());
    }

    [Fact]
    public async Task At_commit_what_cannot_be_written_is_refused_and_never_seen()
    {
        await using (var log = Open(LogDurability.Commit))
        {
            await log.AppendAsync([Event("a", 1)], Token);
            using (Lock())
            {
                await Assert.ThrowsAsync<LogUnavailableException>(async () =>
                    await log.AppendAsync([Event("a", 2, id: "x")], Token));
                Assert.Equal([1], (await log.ReadAsync(0, Following("a"), 10, conflate: false, Token)).Frames.Numbers());
            }

            await Deadline.UntilAsync(() => log.Fault is null, "the log writes again");
            Assert.False((await log.AppendAsync([Event("a", 2, id: "x")], Token))[0].Duplicate);
            Assert.Equal([1, 2], (await log.ReadAsync(0, Following("a"), 10, conflate: false, Token)).Frames.Numbers());
        }

        await using var reopened = Open(LogDurability.Commit);
        Assert.Equal([1, 2], (await reopened.ReadAsync(0, Following("a"), 10, conflate: false, Token)).Frames.Numbers());
    }

    [Fact]
    public async Task A_closed_log_opens_in_the_same_epoch_and_goes_on_behind_a_jump()
    {
        string epoch;
        await using (var log = Open(LogDurability.Memory))
        {
            epoch = log.Epoch;
            await log.AppendAsync([Event("a", 1), Event("a", 2, id: "x")], Token);
        }

        await using var reopened = Open(LogDurability.Async);
        var receipts = await reopened.AppendAsync([Event("a", 3), Event("a", 2, id: "x")], Token);

        Assert.Equal((epoch, false), (receipts[0].Position.Epoch, receipts[0].Duplicate));
        Assert.True(receipts[0].Position.Sequence > 3);
        Assert.Equal((2L, true), (receipts[1].Position.Sequence, receipts[1].Duplicate));
        var topics = await reopened.TopicsAsync(TopicPattern.Everything, Token).ToListAsync(Token);
        Assert.Equal(3, Assert.Single(topics).Retained);
    }

    [Fact]
    public async Task Sequences_given_out_before_a_crash_are_not_given_out_again()
    {
        var first = Open(LogDurability.Async);
        await first.AppendAsync([.. Enumerable.Range(0, 100).Select(n => Event("a", n))], Token);
        await Deadline.UntilAsync(() => first.Unwritten(1).Count == 0, "the events are written");
        var copy = _folder.File("crashed.db");
        await CopyAsync(copy); // what a crash would leave: the file as it is, not closed
        await first.AppendAsync([Event("a", 100)], Token);
        await first.DisposeAsync();

        await using var second = Open(LogDurability.Async, copy);
        var receipt = (await second.AppendAsync([Event("a", 200)], Token))[0];

        Assert.True(receipt.Position.Sequence > 101);
        var before = await second.ReadAsync(99, Following("a"), 10, conflate: false, Token);
        var after = await second.ReadAsync(before.Through, Following("a"), 10, conflate: false, Token);
        Assert.Equal([99, 200], before.Frames.Concat(after.Frames).Numbers());
    }

    [Fact]
    public void A_file_of_a_later_version_is_refused()
    {
        using (var later = SqliteStore.Open(_folder.File("feed.db"), SqliteOpenMode.ReadWriteCreate))
        {
            Execute(later, "PRAGMA user_version = 99");
        }

        Assert.Contains(
            "version 99",
            Assert.Throws<InvalidDataException>(() => Open(LogDurability.Async)).Message,
            StringComparison.Ordinal);
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private SqliteEventLog Open(LogDurability durability, string? path = null) => new(
        Options.Create(new LogOptions { Path = path ?? _folder.File("feed.db"), Durability = durability }),
        TimeProvider.System,
        NullLogger<SqliteEventLog>.Instance);

    private SqliteConnection Lock()
    {
        var connection = SqliteStore.Open(_folder.File("feed.db"), SqliteOpenMode.ReadWrite);
        Execute(connection, "BEGIN IMMEDIATE");
        return connection;
    }

    private async Task CopyAsync(string target)
    {
        foreach (var ending in (string[])["", "-wal"])
        {
            await using var from = new FileStream(
                _folder.File("feed.db") + ending, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            await using var to = File.Create(target + ending);
            await from.CopyToAsync(to, Token);
        }
    }
}
