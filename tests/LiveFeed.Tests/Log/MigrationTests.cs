using System.IO.Hashing;
using System.Text;
using LiveFeed.Frames;
using LiveFeed.Log;
using LiveFeed.Log.Sqlite;
using LiveFeed.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using static LiveFeed.Tests.Support.TestEvents;

namespace LiveFeed.Tests.Log;

/// <summary>Files that older versions made, by the schemas that they had.</summary>
public sealed class MigrationTests : IDisposable
{
    private const string Version1 = """
        PRAGMA journal_mode = WAL;
        CREATE TABLE feed (
            one INTEGER PRIMARY KEY CHECK (one = 1),
            epoch TEXT NOT NULL,
            reserved INTEGER NOT NULL,
            trimmed INTEGER NOT NULL);
        CREATE TABLE events (
            sequence INTEGER PRIMARY KEY,
            time INTEGER NOT NULL,
            topic TEXT,
            key TEXT,
            id TEXT,
            name TEXT NOT NULL,
            to_client TEXT,
            to_user TEXT,
            except_clients TEXT,
            size INTEGER NOT NULL,
            is_text INTEGER NOT NULL,
            data BLOB NOT NULL);
        CREATE INDEX events_by_topic ON events (topic, sequence);
        CREATE UNIQUE INDEX events_by_id ON events (id) WHERE id IS NOT NULL;
        PRAGMA user_version = 1;
        """;

    private const string Version2 = Version1 + """
        ALTER TABLE events ADD COLUMN checksum INTEGER;
        PRAGMA user_version = 2;
        """;

    private const string Version3 = Version2 + """
        CREATE TABLE runs (
            base INTEGER PRIMARY KEY,
            stored INTEGER NOT NULL,
            given INTEGER NOT NULL);
        ALTER TABLE feed ADD COLUMN base INTEGER;
        ALTER TABLE feed ADD COLUMN stored INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE feed ADD COLUMN clean INTEGER;
        ALTER TABLE feed ADD COLUMN commits INTEGER NOT NULL DEFAULT 0;
        PRAGMA user_version = 3;
        """;

    private const string Version4 = Version3 + """
        CREATE TABLE retention (
            rule INTEGER PRIMARY KEY,
            topics TEXT NOT NULL,
            trimmed INTEGER NOT NULL);
        PRAGMA user_version = 4;
        """;

    private readonly TempFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task The_file_of_a_stopped_service_is_one_run_without_a_loss(int version)
    {
        Make(version, reserved: 5);
        await using var log = Open(LogDurability.Async);
        var receipt = (await log.AppendAsync([Event("a", 7)], Token))[0];

        var page = await log.ReadAsync(4, Following("a"), 10, conflate: false, Token);

        Assert.Equal("oldepoch", receipt.Position.Epoch);
        Assert.True(receipt.Position.Sequence > 6);
        Assert.Equal([5, 7], page.Frames.Numbers());
        Assert.Null(page.Gap);
        Assert.Equal(GapReason.Lost, log.LossAt(6)?.Reason); // nobody was ever given it
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Positions_that_a_killed_service_may_have_given_out_are_lost(int version)
    {
        Make(version, reserved: 1_000_000);
        await using var log = Open(LogDurability.Async);
        await log.AppendAsync([Event("a", 7)], Token);

        var first = await log.ReadAsync(4, Following("a"), 10, conflate: false, Token);
        var second = await log.ReadAsync(first.Through, Following("a"), 10, conflate: false, Token);

        Assert.Equal([5, 7], first.Frames.Concat(second.Frames).Numbers());
        Assert.Equal(new LogGap(5, log.Head, GapReason.Lost), second.Gap);
        Assert.True(log.Head > 1_000_000);
    }

    [Fact]
    public async Task At_commit_it_has_lost_nothing()
    {
        Make(version: 2, reserved: 1_000_000);
        await using var log = Open(LogDurability.Commit);

        Assert.Null((await log.ReadAsync(4, Following("a"), 10, conflate: false, Token)).Gap);
        Assert.Null(log.LossAt(5));
        Assert.NotNull(log.LossAt(6));
    }

    [Theory]
    [InlineData(3, 0, true)]
    [InlineData(4, 0, true)]
    [InlineData(4, 1, false)]
    public async Task A_killed_run_counts_by_the_durability_that_it_noted_and_not_by_the_one_set_now(
        int version, int commits, bool mayHaveLost)
    {
        Make(version, reserved: 1_000_000);
        using (var file = OpenFile())
        {
            Execute(file, $"UPDATE feed SET base = 0, stored = 5, commits = {commits}");
        }

        await using var log = Open(LogDurability.Commit);

        Assert.Equal(mayHaveLost, log.LossAt(5) is not null);
    }

    [Fact]
    public async Task In_a_file_from_before_retention_rules_each_rule_has_trimmed_what_the_file_had_trimmed()
    {
        Make(version: 3, reserved: 5);
        using (var file = OpenFile())
        {
            Execute(
                file,
                "UPDATE feed SET base = 0, stored = 5, clean = 5, trimmed = 3; DELETE FROM events WHERE sequence <= 3");
        }

        await using (var log = Open(LogDurability.Async))
        {
            foreach (var topic in (string[])["a", "metrics/x", "**"])
            {
                Assert.Equal(
                    new LogGap(2, 4, GapReason.Expired),
                    (await log.ReadAsync(2, Following(topic), 10, conflate: false, Token)).Gap);
                Assert.Null((await log.ReadAsync(3, Following(topic), 10, conflate: false, Token)).Gap);
            }

            Assert.Equal([4, 5], (await log.ReadAsync(2, Following("a"), 10, conflate: false, Token)).Frames.Numbers());
            Assert.Null(log.LossAt(5));
        }

        using var migrated = OpenFile();
        using var command = migrated.CreateCommand();
        command.CommandText = "SELECT user_version, (SELECT group_concat(trimmed) FROM retention) FROM pragma_user_version";
        using var row = command.ExecuteReader();
        Assert.True(row.Read());
        Assert.Equal((7L, "3,3"), (row.GetInt64(0), row.GetString(1)));
    }

    [Fact]
    public async Task In_a_file_from_before_event_times_the_checksums_stay_right_and_new_events_have_their_time()
    {
        Make(version: 4, reserved: 5);
        using (var file = OpenFile())
        {
            Execute(file, "UPDATE feed SET base = 0, stored = 5, clean = 5");
            for (var n = 1; n <= 5; n++)
            {
                Execute(file, $"UPDATE events SET checksum = {ChecksumOfVersion4(n)} WHERE sequence = {n}");
            }
        }

        await using (var log = Open(LogDurability.Commit))
        {
            await log.AppendAsync([Event("a", 6) with { OccurredAt = Noon.AddHours(-3) }], Token);
        }

        await using var again = Open(LogDurability.Commit);
        var page = await again.ReadAsync(0, Following("a"), 10, conflate: false, Token);

        Assert.Equal([1, 2, 3, 4, 5, 6], page.Frames.Numbers());
        Assert.Equal([null, null, null, null, null, Noon.AddHours(-3)], page.Frames.Select(frame => frame.Event.OccurredAt));
        Assert.Null(again.Fault);
    }

    [Fact]
    public async Task In_a_file_from_before_rooms_nobody_is_in_until_someone_joins()
    {
        Make(version: 4, reserved: 5);
        using (var file = OpenFile())
        {
            Execute(file, "UPDATE feed SET base = 0, stored = 5, clean = 5");
        }

        await using (var log = Open(LogDurability.Async))
        {
            Assert.Empty(await log.ReadMembershipsAsync(Token));
            await log.AppendAsync([Member("r", "join", "ada")], Token);
        }

        await using var again = Open(LogDurability.Async);
        Assert.Equal("ada", Assert.Single(await again.ReadMembershipsAsync(Token)).UserId);
    }

    [Fact]
    public async Task In_a_file_from_before_the_members_connections_who_is_in_stays_in()
    {
        Make(version: 4, reserved: 5);
        using (var file = OpenFile())
        {
            Execute(file, $"""
                UPDATE feed SET base = 0, stored = 5, clean = 5;
                ALTER TABLE events ADD COLUMN occurred INTEGER;
                CREATE TABLE members (
                    room TEXT NOT NULL,
                    user TEXT NOT NULL,
                    username TEXT,
                    since INTEGER NOT NULL,
                    PRIMARY KEY (room, user)) WITHOUT ROWID;
                INSERT INTO members VALUES ('r', 'ada', NULL, {Noon.UtcTicks});
                PRAGMA user_version = 6;
                """);
        }

        await using (var log = Open(LogDurability.Async))
        {
            await log.AppendAsync([Member("r", "join", "bob", Noon.AddSeconds(1))], Token);
        }

        await using var again = Open(LogDurability.Async);
        Assert.Equal(
            [("ada", null), ("bob", "m-bob")],
            (await again.ReadMembershipsAsync(Token)).Select(one => (one.UserId, one.MemberId)));
    }

    // Written as version 4 had it: each part's XXH3 is the seed of the next.
    private static long ChecksumOfVersion4(int n)
    {
        byte[] absent = [0];
        byte[][] parts =
        [
            [.. ((long[])[n, Noon.UtcTicks, 0, 0]).SelectMany(BitConverter.GetBytes)],
            Encoding.Unicode.GetBytes("a"),
            absent,
            absent,
            Encoding.Unicode.GetBytes("message"),
            absent,
            absent,
            Encoding.ASCII.GetBytes($"{n}"),
        ];
        return parts.Aggregate(0L, (seed, part) => (long)XxHash3.HashToUInt64(part, seed));
    }

    private SqliteConnection OpenFile()
    {
        var file = new SqliteConnection($"Data Source={_folder.File("feed.db")};Pooling=false");
        file.Open();
        return file;
    }

    // Five events, as a service of that version left them.
    private void Make(int version, long reserved)
    {
        using var file = OpenFile();
        Execute(file, version switch { 1 => Version1, 2 => Version2, 3 => Version3, _ => Version4 });
        Execute(file, $"INSERT INTO feed (one, epoch, reserved, trimmed) VALUES (1, 'oldepoch', {reserved}, 0)");
        for (var n = 1; n <= 5; n++)
        {
            var e = Event("a", n);
            Execute(file, $"""
                INSERT INTO events (sequence, time, topic, name, size, is_text, data)
                VALUES ({n}, {e.Time.UtcTicks}, 'a', 'message', {e.Size}, 0, CAST('{n}' AS BLOB))
                """);
        }
    }

    private static void Execute(SqliteConnection connection, FormattableString sql) =>
        Execute(connection, FormattableString.Invariant(sql));

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private SqliteEventLog Open(LogDurability durability) => new(
        Options.Create(new LogOptions { Path = _folder.File("feed.db"), Durability = durability }),
        TimeProvider.System,
        NullLogger<SqliteEventLog>.Instance);
}
