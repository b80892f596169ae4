using LiveFeed.Events;
using LiveFeed.Log;
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

    private readonly TempFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task What_a_stopped_service_left_is_one_run_without_a_loss(int version)
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
    public async Task What_a_killed_service_may_have_given_out_is_lost(int version)
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

    // Five events, as a service of that version left them.
    private void Make(int version, long reserved)
    {
        using var file = new SqliteConnection($"Data Source={_folder.File("feed.db")};Pooling=false");
        file.Open();
        Execute(file, version == 1 ? Version1 : Version2);
        Execute(file, $"INSERT INTO feed VALUES (1, 'oldepoch', {reserved}, 0)");
        for (var n = 1; n <= 5; n++)
        {
            var e = Event("a", n);
            Execute(file, $"""
                INSERT INTO events (sequence, time, topic, name, size, is_text, data)
                VALUES ({n}, {e.Time.UtcTicks}, 'a', 'message', {e.Size}, 0, CAST('{n}' AS BLOB))
                """);
        }
    }

    private static void Execute(SqliteConnection connection, FormattableString sql) => Execute(connection, FormattableString.Invariant(sql));

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
