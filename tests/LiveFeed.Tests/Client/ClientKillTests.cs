using System.Globalization;
using LiveFeed.Client;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Client;

/// <summary>The client while the service is killed again and again, by SIGKILL, on its SQLite log.</summary>
public sealed class ClientKillTests
{
    private const int Kills = 5;
    private const int BetweenKills = 300; // events

    [Fact]
    public async Task Nothing_published_is_lost_or_there_twice_and_nothing_followed_is_missed()
    {
        using var folder = new TempFolder();
        using var service = await ServiceProcess.StartAsync(
            $"--LiveFeed:Log:Path={folder.File("feed.db")}",
            "--LiveFeed:Log:Durability=commit",
            "--LiveFeed:Delivery:Retry=00:00:00.050",
            "--LiveFeed:Metrics:Enabled=false");
        var options = new LiveFeedClientOptions
        {
            Address = service.Address,
            MaxDelay = TimeSpan.FromMilliseconds(50),
            BatchEvents = 20,
            BatchWait = TimeSpan.FromMilliseconds(1),
            QueueBytes = 16 << 10,
        };
        await using var client = new LiveFeedClient(options);
        using var stream = client.FollowAsync(["t"], cancellationToken: CancellationToken.None);
        var followed = new Followed();
        var following = followed.ReadAsync(stream);
        await Deadline.UntilAsync(() => stream.State == StreamState.Connected, "it follows");
        using var enough = new CancellationTokenSource();
        var publishing = PublishAsync(client, enough.Token);
        for (var kill = 0; kill < Kills; kill++)
        {
            var next = followed.Count + BetweenKills;
            await Deadline.UntilAsync(() => followed.Count >= next, "more events are followed");
            service.Kill();
            await service.RestartAsync();
        }

        await enough.CancelAsync();
        var receipts = await Task.WhenAll(await publishing.WithinDeadline()).WithinDeadline();
        await Deadline.UntilAsync(() => followed.Count >= receipts.Length, "all are followed");
        stream.Dispose();
        await following.WithinDeadline();

        var stored = await StoredAsync(service, receipts.Length);
        Assert.Equal(Enumerable.Range(0, receipts.Length), stored.Select(one => one.Number));
        Assert.Equal(stored, followed.All);
        Assert.All(
            receipts.Zip(stored),
            pair => Assert.Contains(pair.First.Position, (string?[])[null, pair.Second.Position]));
        Assert.True(receipts.Length > Kills * BetweenKills);
    }

    // Without a pause, as fast as the queue allows.
    private static async Task<List<Task<PublishReceipt>>> PublishAsync(LiveFeedClient client, CancellationToken enough)
    {
        var receipts = new List<Task<PublishReceipt>>();
        while (!enough.IsCancellationRequested)
        {
            var queued = await client.EnqueueAsync(
                NewEvent.Of("t", receipts.Count, TestJson.Default.Int32), CancellationToken.None);
            receipts.Add(queued.Receipt);
        }

        await client.FlushAsync(CancellationToken.None);
        return receipts;
    }

    private static async Task<List<(string Position, int Number)>> StoredAsync(ServiceProcess service, int atLeast)
    {
        var stored = new List<(string Position, int Number)>();
        for (var after = ""; ;)
        {
            var page = await service.Http.GetJsonAsync($"/history?topic=t&limit=1000{after}");
            var events = page.GetProperty("events");
            if (events.GetArrayLength() == 0)
            {
                Assert.True(stored.Count >= atLeast, $"{stored.Count} are stored, {atLeast} were published");
                return stored;
            }

            stored.AddRange(events.EnumerateArray().Select(
                e => (e.GetProperty("position").GetString()!, e.GetProperty("data").GetInt32())));
            after = $"&after={page.GetProperty("next").GetString()}";
        }
    }

    /// <summary>What a stream gave. One task adds; any thread counts.</summary>
    private sealed class Followed
    {
        // Written by the reader's task, and read once it has ended.
        private readonly List<(string Position, int Number)> _all = [];
        private int _count; // by Volatile

        internal int Count => Volatile.Read(ref _count);

        internal IReadOnlyList<(string Position, int Number)> All => _all;

        internal async Task ReadAsync(LiveFeedSubscription stream)
        {
            await foreach (var e in stream)
            {
                Assert.Null(e.Gap);
                _all.Add((e.Position!, int.Parse(e.ReadText(), CultureInfo.InvariantCulture)));
                Volatile.Write(ref _count, _all.Count);
            }
        }
    }
}
