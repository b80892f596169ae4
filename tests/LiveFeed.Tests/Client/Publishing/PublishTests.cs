using LiveFeed.Client;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Client.Publishing;

/// <summary>What comes into the log of the real service.</summary>
public sealed class PublishTests
{
    // Ends when the test run is cancelled.
    private static CancellationToken End => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Events_come_in_the_order_of_the_calls_and_each_has_the_position_of_its_receipt()
    {
        await using var server = new LiveFeedServer();
        await using var client = new LiveFeedClient(new LiveFeedClientOptions { Address = server.Address });
        var receipts = Enumerable.Range(0, 2_000)
            .Select(n => client.PublishAsync("t", n, TestJson.Default.Int32, End)).ToArray();
        var told = (await Task.WhenAll(receipts).WithinDeadline()).Select(receipt => receipt.Position);
        var (positions, numbers) = await StoredAsync(server);

        Assert.Equal(Enumerable.Range(0, 2_000), numbers);
        Assert.Equal(positions, told);
    }

    [Fact]
    public async Task Every_second_answer_is_lost_and_each_event_is_there_once_in_order()
    {
        await using var server = new LiveFeedServer();
        using var answers = new LostAnswers(publish => publish % 2 == 1);
        using var http = new HttpClient(answers);
        await using var client = Client(server, http, options => options.BatchEvents = 7);
        var events = Enumerable.Range(0, 100)
            .Select(n => client.EnqueueAsync(NewEvent.Of("t", n, TestJson.Default.Int32), End).AsTask());
        var queued = await Task.WhenAll(events).WithinDeadline();
        await Task.WhenAll(queued.Select(e => e.Receipt)).WithinDeadline();

        Assert.Equal(Enumerable.Range(0, 100), (await StoredAsync(server)).Numbers);
        Assert.True(answers.Publishes >= 2 * (100 / 7));
    }

    [Fact]
    public async Task An_event_that_is_not_valid_fails_alone_with_its_own_errors()
    {
        await using var server = new LiveFeedServer(("Limits:EventBytes", "1000"));
        await using var client = Client(server);
        var receipts = new List<Task<PublishReceipt>>();
        for (var n = 0; n < 20; n++)
        {
            var e = NewEvent.Of("t", n, TestJson.Default.Int32);
            receipts.Add(client.PublishAsync(n switch
            {
                3 => e with { Topic = "no topic" },
                7 => NewEvent.OfText("t", new string('x', 2_000)),
                8 => e with { Event = "livefeed.mine", Key = "" },
                12 => e with { Id = "taken" },
                13 => e with { Id = "taken", Key = "of another event" },
                15 => NewEvent.OfJson("t", "\"\\ud800\""u8.ToArray()),
                _ => e,
            }, End));
        }

        var failed = new Dictionary<int, LiveFeedRefusedException>();
        for (var n = 0; n < receipts.Count; n++)
        {
            if (await Record.ExceptionAsync(() => receipts[n].WithinDeadline()) is { } why)
            {
                failed[n] = Assert.IsType<LiveFeedRefusedException>(why);
            }
        }

        Assert.Equal([3, 7, 8, 13, 15], failed.Keys);
        Assert.Equal([422, 413, 422, 409, 422], failed.Values.Select(why => why.Status));
        Assert.Equal(["/event", "/key"], failed[8].Errors.Keys.Order());
        Assert.Equal(Enumerable.Range(0, 20).Except(failed.Keys), (await StoredAsync(server)).Numbers);
    }

    [Fact]
    public async Task A_batch_that_the_service_finds_too_large_is_divided()
    {
        await using var server = new LiveFeedServer(("Limits:BatchEvents", "10"), ("Limits:BodyBytes", "5000"));
        await using var client = Client(server, configure: options => options.BatchWait = TimeSpan.FromMilliseconds(50));
        var receipts = Enumerable.Range(0, 200)
            .Select(n => client.PublishAsync("t", n, TestJson.Default.Int32, End)).ToArray();
        await Task.WhenAll(receipts).WithinDeadline();

        Assert.Equal(Enumerable.Range(0, 200), (await StoredAsync(server)).Numbers);
    }

    [Fact]
    public async Task Every_member_of_an_event_reaches_those_it_is_for()
    {
        await using var server = new LiveFeedServer();
        await using var client = Client(server);
        await using var reading = StreamReading.Of(client, ["t"]);
        await Deadline.UntilAsync(() => reading.Stream.ClientId is not null, "it is connected");
        var all = NewEvent.OfText("t", "ä") with
        {
            Event = "named",
            Key = "k",
            Id = "i",
            Time = DateTimeOffset.UnixEpoch.AddDays(1),
            ToClient = reading.Stream.ClientId,
        };
        await client.PublishAsync(all, End).WithinDeadline();
        var others = NewEvent.OfText("t", "not to me") with { Except = [reading.Stream.ClientId!] };
        await client.PublishAsync(others, End).WithinDeadline();
        var gone = NewEvent.OfText("t", "gone") with { Ephemeral = true };
        var sent = await client.PublishAsync(gone, End).WithinDeadline();
        var (first, second) = ((await reading.NextAsync())!, (await reading.NextAsync())!);
        var again = await client.PublishAsync(all, End).WithinDeadline();

        Assert.Equal(("named", "ä", DateTimeOffset.UnixEpoch.AddDays(1)), (first.Event, first.ReadText(), first.Time));
        Assert.Equal(new PublishReceipt("i", first.Position), again);
        Assert.Equal(("gone", null), (second.ReadText(), sent.Position));
    }

    [Fact]
    public async Task Closing_sends_what_is_in_the_queue()
    {
        await using var server = new LiveFeedServer();
        var client = Client(server, configure: options => options.BatchWait = TimeSpan.FromHours(1));
        for (var n = 0; n < 50; n++)
        {
            await client.EnqueueAsync(NewEvent.Of("t", n, TestJson.Default.Int32), End);
        }

        await client.DisposeAsync().AsTask().WithinDeadline();

        Assert.Equal(Enumerable.Range(0, 50), (await StoredAsync(server)).Numbers);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => client.PublishAsync("t", 1, TestJson.Default.Int32, End));
    }

    private static LiveFeedClient Client(
        LiveFeedServer server, HttpClient? http = null, Action<LiveFeedClientOptions>? configure = null)
    {
        var options = new LiveFeedClientOptions
        {
            Address = server.Address,
            MaxDelay = TimeSpan.FromMilliseconds(1),
        };
        configure?.Invoke(options);
        return new LiveFeedClient(options, http);
    }

    private static async Task<(IReadOnlyList<string?> Positions, IReadOnlyList<int> Numbers)> StoredAsync(
        LiveFeedServer server)
    {
        var events = (await server.Http.GetJsonAsync("/history?topic=t&limit=10000")).GetProperty("events").EnumerateArray();
        return (
            [.. events.Select(e => e.GetProperty("position").GetString())],
            [.. events.Select(e => e.GetProperty("data").GetInt32())]);
    }
}
