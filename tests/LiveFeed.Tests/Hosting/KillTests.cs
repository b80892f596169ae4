using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Hosting;

/// <summary>The service as a process, killed and stopped for real, on its SQLite log.</summary>
public sealed class KillTests
{
    private int _answered;

    [Theory]
    [InlineData("async")]
    [InlineData("commit")]
    public async Task After_a_kill_the_sequence_goes_on_in_the_same_epoch_and_clients_resume(string durability)
    {
        using var folder = new TempFolder();
        using var service = await StartAsync(folder, durability);
        await using var before = await service.FollowAsync("/events?topic=demo/**");
        await before.ReadNamedAsync("livefeed.connected");
        await service.Http.PublishNumbersAsync("demo/a", 50);
        var seen = await before.ReadEventsAsync(20);
        await UntilWrittenAsync(folder, 50);

        service.Kill();
        await service.RestartAsync();

        await service.Http.PublishNumbersAsync("demo/a", 50, from: 50);
        await using var after = await service.FollowAsync("/events?topic=demo/**", ("Last-Event-ID", seen[^1].Id!));
        var connected = await after.ReadNamedAsync("livefeed.connected");
        var rest = await after.ReadEventsAsync(80);

        Assert.Contains("\"resumed\":true", connected.Data, StringComparison.Ordinal);
        Assert.Equal(Enumerable.Range(20, 80).Select(n => $"{n}"), rest.Select(e => e.Data));
        Assert.Equal(100, seen.Concat(rest).Select(e => e.Id).Distinct().Count());
        Assert.Single(seen.Concat(rest).Select(e => e.Id!.Split('-')[0]).Distinct());
    }

    [Fact]
    public async Task At_commit_every_answered_event_survives_kills_while_producers_post()
    {
        using var folder = new TempFolder();
        using var service = await StartAsync(folder, "commit");
        var answered = new List<int>();
        for (var round = 0; round < 5; round++)
        {
            var posting = PostUntilItFailsAsync(service, answered);
            var enough = answered.Count + 20;
            for (var next = answered.Count + 1; next <= enough; next++)
            {
                await Deadline.UntilAsync(() => Volatile.Read(ref _answered) >= next, "another event is answered");
            }

            service.Kill();
            await posting;
            await service.RestartAsync();
        }

        var history = await service.Http.GetJsonAsync("/history?topic=demo/a&limit=10000");
        var stored = history.GetProperty("events").EnumerateArray().Select(e => e.GetProperty("data").GetInt32()).ToList();

        Assert.Empty(answered.Except(stored));
        Assert.Equal(stored.Distinct().Order(), stored);
    }

    [Fact]
    public async Task A_terminated_service_tells_its_clients_keeps_every_event_and_exits_with_0_in_time()
    {
        using var folder = new TempFolder();
        using var service = await StartAsync(folder, "memory");
        await using var reads = await service.FollowAsync("/events?topic=demo/**");
        await using var stalls = await service.FollowAsync("/events?topic=large");
        for (var megabytes = 0; megabytes < 16; megabytes++)
        {
            await service.Http.PostToTopicAsync("large", new byte[1_000_000]); // more than its socket takes unread
        }

        await service.Http.PublishNumbersAsync("demo/a", 1_000);
        await reads.ReadEventsAsync(1_000);

        var exitCode = await service.TerminateAsync(); // within the deadline, which a host by its defaults would miss

        Assert.Equal(0, exitCode);
        var closing = await reads.ReadNamedAsync("livefeed.closing");
        Assert.Equal("""{"reason":"shutdown","reconnect":true}""", closing.Data);
        Assert.Null(await reads.ReadAsync());
        await service.RestartAsync();
        var next = await service.Http.PublishNumbersAsync("demo/a", 1, from: 1_000);
        var after = next.FirstPosition().Split('-');
        Assert.True(long.Parse(after[1], CultureInfo.InvariantCulture) > 1_017);
        var history = await service.Http.GetJsonAsync("/history?topic=demo/a&limit=10000");
        Assert.Equal(1_001, history.GetProperty("events").GetArrayLength());
    }

    [Theory]
    [InlineData("feed.db")]
    [InlineData("symlink.db")]
    [InlineData("hardlink.db")]
    public async Task A_second_service_on_the_same_file_is_refused_with_one_line_by_whatever_path_it_comes(string path)
    {
        using var folder = new TempFolder();
        using var service = await StartAsync(folder, "async");
        File.CreateSymbolicLink(folder.File("symlink.db"), folder.File("feed.db"));
        using (var link = Process.Start("ln", [folder.File("feed.db"), folder.File("hardlink.db")]))
        {
            await link.WaitForExitAsync(TestContext.Current.CancellationToken).WithinDeadline();
        }

        foreach (var other in Directory.GetFiles(folder.Path, "*.lock"))
        {
            File.Delete(other); // as an operator does who thinks that it was left behind
        }

        var (exitCode, output) = await ServiceProcess.RunToEndAsync($"--LiveFeed:Log:Path={folder.File(path)}");

        Assert.Equal(1, exitCode);
        Assert.StartsWith(
            "LiveFeed cannot start. The log is in use by another LiveFeed",
            Assert.Single(output.Trim().Split('\n')),
            StringComparison.Ordinal);
        await service.Http.PublishNumbersAsync("demo/a", 1);
    }

    [Fact]
    public async Task A_kill_that_costs_answered_events_is_told_once_to_the_clients_that_were_there_and_to_nobody_else()
    {
        using var folder = new TempFolder();
        using var service = await StartAsync(folder, "memory");
        await service.Http.PublishNumbersAsync("demo/a", 10);
        await UntilWrittenAsync(folder, 10);
        await using var before = await service.FollowAsync("/events?topic=demo/**");
        var connected = (await before.ReadNamedAsync("livefeed.connected")).Id!;
        IReadOnlyList<SseFrame> seen;
        using (new HeldLogFile(folder.File("feed.db")))
        {
            await service.Http.PublishNumbersAsync("demo/a", 5, from: 10);
            seen = await before.ReadEventsAsync(5);
            service.Kill();
        }

        await service.RestartAsync();
        await service.Http.PublishNumbersAsync("demo/a", 1, from: 15);

        foreach (var position in (string[])[connected, seen[0].Id!, seen[^1].Id!])
        {
            await using var back = await service.FollowAsync("/events?topic=demo/**", ("Last-Event-ID", position));
            var gap = JsonSerializer.Deserialize<JsonElement>((await back.ReadNamedAsync("livefeed.gap")).Data!);
            Assert.Equal(("lost", position), (gap.GetProperty("reason").GetString(), gap.GetProperty("after").GetString()));
            var next = await back.ReadEventAsync();
            Assert.Equal("15", next.Data);
            await using var again = await service.FollowAsync("/events?topic=demo/**", ("Last-Event-ID", next.Id!));
            Assert.Contains(
                "\"resumed\":true", (await again.ReadNamedAsync("livefeed.connected")).Data, StringComparison.Ordinal);
        }
    }

    private static Task<ServiceProcess> StartAsync(TempFolder folder, string durability) => ServiceProcess.StartAsync(
        $"--LiveFeed:Log:Path={folder.File("feed.db")}",
        $"--LiveFeed:Log:Durability={durability}",
        "--LiveFeed:Metrics:Enabled=false");

    // At async an answer promises that the event is written within a moment; the file tells when.
    private static Task UntilWrittenAsync(TempFolder folder, long events) => Deadline.UntilAsync(
        () =>
        {
            using var file = LiveFeed.Log.Sqlite.SqliteStore.Open(
                folder.File("feed.db"), Microsoft.Data.Sqlite.SqliteOpenMode.ReadOnly);
            using var count = file.CreateCommand();
            count.CommandText = "SELECT count(*) FROM events";
            return (long)count.ExecuteScalar()! >= events;
        },
        "the events are written");

    private async Task PostUntilItFailsAsync(ServiceProcess service, List<int> answered)
    {
        for (var n = answered.LastOrDefault(-1) + 1_000; ; n++)
        {
            try
            {
                await service.Http.PublishNumbersAsync("demo/a", 1, from: n);
            }
            catch (HttpRequestException)
            {
                return;
            }

            answered.Add(n);
            Volatile.Write(ref _answered, answered.Count);
        }
    }
}
