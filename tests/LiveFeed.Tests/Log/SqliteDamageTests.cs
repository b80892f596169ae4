using LiveFeed.Log;
using LiveFeed.Log.Sqlite;
using LiveFeed.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using static LiveFeed.Tests.Support.TestEvents;

namespace LiveFeed.Tests.Log;

/// <summary>What becomes of a log whose file is overwritten, cut short, moved away, or taken back by a power cut.</summary>
public sealed class SqliteDamageTests : IDisposable
{
    // More than the log has in memory, so that the oldest must be read from the file.
    private const int Events = 20_000;
    private const int Conspicuous = 123_454_321;

    private readonly TempFolder _folder = new();

    public enum Damage
    {
        Header,
        Page,
        Truncated,
        Text,
        Emptied,
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Path => _folder.File("feed.db");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(Damage.Header)]
    [InlineData(Damage.Page)]
    [InlineData(Damage.Truncated)]
    [InlineData(Damage.Text)]
    [InlineData(Damage.Emptied)]
    public async Task A_corrupt_file_stops_the_start_and_the_reason_says_what_to_do(Damage damage)
    {
        await FillAsync();
        DoDamage(damage);
        var before = await File.ReadAllBytesAsync(Path, Token);

        var refusal = Assert.Throws<LogCorruptException>(() => Open());

        Assert.Contains($"{Path} is corrupt", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("LiveFeed:Log:OnCorruption to setAside", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal.Message);
        Assert.Equal(before, await File.ReadAllBytesAsync(Path, Token));
    }

    [Theory]
    [InlineData(Damage.Header)]
    [InlineData(Damage.Page)]
    [InlineData(Damage.Truncated)]
    [InlineData(Damage.Text)]
    [InlineData(Damage.Emptied)]
    public async Task Set_aside_it_is_kept_as_it_was_and_a_log_of_another_epoch_begins(Damage damage)
    {
        var epoch = await FillAsync();
        DoDamage(damage);
        var before = await File.ReadAllBytesAsync(Path, Token);

        await using var log = Open(CorruptionAnswer.SetAside);
        await log.AppendAsync([Event("a", 1)], Token);

        Assert.NotEqual(epoch, log.Epoch);
        Assert.Equal([1], (await log.ReadAsync(0, Following("a"), 10, conflate: false, Token)).Frames.Numbers());
        var aside = Assert.Single(Directory.GetFiles(_folder.Path, "feed.db.corrupt-*Z"));

        // The new file is locked, too.
        Assert.Contains("in use", Assert.Throws<IOException>(() => Open()).Message, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllBytesAsync(aside, Token));
    }

    [Fact]
    public async Task An_event_that_the_disk_has_changed_is_never_given_to_anyone_and_nothing_more_is_taken()
    {
        await FillAsync();
        await using var log = Open();
        Overwrite("123454321"u8, "123454322"u8); // well-formed, and wrong

        var failure = await Assert.ThrowsAsync<LogUnavailableException>(
            async () => await log.ReadAsync(1_000, Following("a"), 10, conflate: false, Token));

        Assert.Contains("event 1001 does not match its checksum", failure.Message, StringComparison.Ordinal);
        Assert.Equal(failure.Message, log.Fault);
        await Assert.ThrowsAsync<LogUnavailableException>(async () => await log.AppendAsync([Event("a", 1)], Token));
        Assert.Single((await log.ReadAsync(Events - 1, Following("a"), 10, conflate: false, Token)).Frames);
    }

    [Theory]
    [InlineData(1, "occurred + 1")]
    [InlineData(1, "NULL")]
    [InlineData(1, "0")]
    [InlineData(1, "-1")]
    [InlineData(1, "9223372036854775807")]
    [InlineData(2, "1")]
    public async Task A_time_of_an_events_own_that_the_disk_has_changed_or_made_is_noticed(int sequence, string changed)
    {
        await using (var log = Open())
        {
            await log.AppendAsync([Event("a", 1) with { OccurredAt = Noon.AddHours(-1) }, Event("a", 2)], Token);
        }

        using (var file = new SqliteConnection($"Data Source={Path};Pooling=false"))
        {
            file.Open();
            using var update = file.CreateCommand();
            update.CommandText = $"UPDATE events SET occurred = {changed} WHERE sequence = {sequence}";
            Assert.Equal(1, update.ExecuteNonQuery());
        }

        var refusal = Assert.Throws<LogCorruptException>(() => Open());
        Assert.Contains($"event {sequence} ", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_event_that_the_disk_changed_is_logged_once_however_many_clients_read_it()
    {
        await FillAsync();
        var lines = new RecordingLogger<SqliteEventLog>();
        await using var log = Open(logger: lines);
        Overwrite("123454321"u8, "123454322"u8);

        for (var i = 0; i < 3; i++)
        {
            await Assert.ThrowsAsync<LogUnavailableException>(
                async () => await log.ReadAsync(1_000, Following("a"), 10, conflate: false, Token));
        }

        Assert.StartsWith($"Critical: The log {Path} is corrupt", Assert.Single(lines.Messages), StringComparison.Ordinal);
    }

    [Fact]
    public async Task While_its_file_is_moved_away_the_log_takes_nothing_and_when_it_is_back_no_answered_event_is_missing()
    {
        await using (var log = Open())
        {
            await log.AppendAsync([Event("a", 1)], Token);
            await Deadline.UntilAsync(() => log.Unwritten(1).Count == 0, "it is written");
            File.Move(Path, Path + ".away");
            await log.AppendAsync([Event("a", 2)], Token);
            await Deadline.UntilAsync(() => log.Fault is not null, "it is noticed");

            Assert.Contains("was moved or removed while in use", log.Fault, StringComparison.Ordinal);
            await Assert.ThrowsAsync<LogUnavailableException>(async () => await log.AppendAsync([Event("a", 3)], Token));
            File.Move(Path + ".away", Path);
            await Deadline.UntilAsync(() => log.Fault is null, "it goes on");
            await log.AppendAsync([Event("a", 4)], Token);
        }

        await using var reopened = Open();
        Assert.Equal([1, 2, 4], (await reopened.ReadAsync(0, Following("a"), 10, conflate: false, Token)).Frames.Numbers());
    }

    [Fact]
    public async Task The_log_notices_that_its_file_was_removed_also_when_nobody_publishes()
    {
        await using var log = Open();
        File.Delete(Path);

        await Deadline.UntilAsync(
            async () =>
            {
                await log.TrimAsync(Token); // as it is done every second
                return log.Fault is not null;
            },
            "it is noticed");
    }

    [Theory]
    [InlineData("async")]
    [InlineData("commit")]
    public async Task No_position_is_given_twice_whatever_a_power_cut_leaves_of_the_file(string promised)
    {
        var durability = Enum.Parse<LogDurability>(promised, ignoreCase: true);
        var first = Open(durability: durability);
        var given = (await first.AppendAsync([Event("a", 1)], Token))[0];
        File.Copy(Path, _folder.File("cut.db")); // the write-ahead log was not synced, and is gone
        await first.DisposeAsync();

        await using var second = Open(path: _folder.File("cut.db"), durability: durability);
        var next = (await second.AppendAsync([Event("a", 2)], Token))[0];

        Assert.Equal(given.Position.Epoch, next.Position.Epoch);
        Assert.True(next.Position.Sequence > given.Position.Sequence, $"{next.Position} after {given.Position}");
    }

    [Fact]
    public async Task A_log_that_cannot_be_written_at_the_start_is_read_and_takes_events_when_it_can()
    {
        await FillAsync();
        using var locked = SqliteStore.Open(Path, SqliteOpenMode.ReadWrite);
        Execute(locked, "BEGIN IMMEDIATE");
        await using var log = Open();

        Assert.NotNull(log.Fault);
        await Assert.ThrowsAsync<LogUnavailableException>(async () => await log.AppendAsync([Event("a", 1)], Token));
        Assert.Single((await log.ReadAsync(Events - 1, Following("a"), 10, conflate: false, Token)).Frames);
        Execute(locked, "ROLLBACK");
        await Deadline.UntilAsync(() => log.Fault is null, "it can be written");
        await log.AppendAsync([Event("a", 1)], Token);
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private async Task<string> FillAsync()
    {
        await using var log = Open();
        for (var n = 0; n < Events; n += 1_000)
        {
            await log.AppendAsync(
                [.. Enumerable.Range(n, 1_000).Select(i => Event("a", i == 1_000 ? Conspicuous : i))], Token);
        }

        return log.Epoch;
    }

    private SqliteEventLog Open(
        CorruptionAnswer onCorruption = CorruptionAnswer.Stop,
        string? path = null,
        LogDurability durability = LogDurability.Async,
        ILogger<SqliteEventLog>? logger = null) => new(
        Options.Create(new LogOptions { Path = path ?? Path, OnCorruption = onCorruption, Durability = durability }),
        TimeProvider.System,
        logger ?? NullLogger<SqliteEventLog>.Instance);

    private void DoDamage(Damage damage)
    {
        const int PageBytes = 4_096;
        using var file = new FileStream(Path, FileMode.Open, FileAccess.ReadWrite);
        switch (damage)
        {
            case Damage.Header:
                file.Write(new byte[100]);
                break;
            case Damage.Page:
                file.Position = file.Length / PageBytes / 2 * PageBytes;
                file.Write([.. Enumerable.Repeat((byte)0xA5, PageBytes)]);
                break;
            case Damage.Truncated:
                file.SetLength(file.Length / PageBytes / 2 * PageBytes);
                break;
            case Damage.Emptied:
                file.SetLength(0);
                break;
            case Damage.Text:
                file.SetLength(0);
                file.Write(
                    [.. Enumerable.Repeat("no database, but a letter\n"u8.ToArray(), 1_000).SelectMany(line => line)]);
                break;
        }
    }

    private void Overwrite(ReadOnlySpan<byte> found, ReadOnlySpan<byte> by)
    {
        using var file = new FileStream(Path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        file.Position = bytes.AsSpan().IndexOf(found);
        file.Write(by);
    }
}
