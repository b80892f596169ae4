using LiveFeed.Client;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Client.Following;

/// <summary>Streams of the real service.</summary>
public sealed class FollowTests
{
    // Ends when the test run is cancelled.
    private static CancellationToken End => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_stream_begins_with_what_it_asks_for_and_goes_on_live_in_order()
    {
        await using var server = new LiveFeedServer();
        await using var client = ClientOf(server);
        await server.Http.PublishNumbersAsync("t/a", 10);
        await using var reading = StreamReading.Of(client, ["t/*"], new FollowOptions { Last = 3 });
        Assert.Equal([7, 8, 9], await reading.NumbersAsync(3));
        await server.Http.PublishNumbersAsync("t/b", 500, from: 10);

        Assert.Equal(Enumerable.Range(10, 500), await reading.NumbersAsync(500));
        Assert.Equal(StreamState.Connected, reading.Stream.State);
    }

    [Fact]
    public async Task An_event_has_all_its_parts()
    {
        await using var server = new LiveFeedServer();
        await using var client = ClientOf(server);
        await using var reading = StreamReading.Of(client, ["t"], new FollowOptions { Last = 1 });
        await server.Http.PublishAsync(
            """{"topic":"t","event":"order.paid","data":{"id":42,"total":9.5},"time":"2026-01-31T11:00:00+01:00"}""");
        var paid = (await reading.NextAsync())!;
        await server.Http.PublishAsync("""{"data":"för alle\nzwei","ephemeral":true}""");
        var broadcast = (await reading.NextAsync())!;

        Assert.Equal(("t", "order.paid", null), (paid.Topic, paid.Event, paid.Gap));
        Assert.Equal(new DateTimeOffset(2026, 1, 31, 10, 0, 0, TimeSpan.Zero), paid.Time);
        Assert.Equal(reading.Stream.Position, paid.Position);
        Assert.Equal(new Order(42, 9.5), paid.Deserialize(TestJson.Default.Order));
        Assert.Equal(new Order(42, 9.5), paid.Deserialize<Order>());
        Assert.Equal(("för alle\nzwei", null, null), (broadcast.ReadText(), broadcast.Topic, broadcast.Position));
    }

    [Fact]
    public async Task A_new_stream_resumes_after_a_position_and_is_told_what_is_gone()
    {
        await using var server = new LiveFeedServer(("Log:MaxEvents", "5"));
        await using var client = ClientOf(server);
        var answer = await server.Http.PublishNumbersAsync("t", 3);
        var first = answer.FirstPosition();
        await using (var early = StreamReading.Of(client, ["t"], new FollowOptions { After = first }))
        {
            Assert.Equal([1, 2], await early.NumbersAsync(2));
        }

        await server.Http.PublishNumbersAsync("t", 20, from: 3);
        await server.Log.TrimAsync(CancellationToken.None);
        await using var late = StreamReading.Of(client, ["t"], new FollowOptions { After = first });
        var gap = (await late.NextAsync())!.Gap;

        Assert.Equal((first, "expired"), (gap?.After, gap?.Reason));
        Assert.Equal(gap!.Before, (await late.NextAsync())!.Position);
    }

    [Fact]
    public async Task Data_comes_as_objects_and_one_that_is_something_else_does_not_end_the_stream()
    {
        await using var server = new LiveFeedServer();
        await using var client = ClientOf(server);
        await server.Http.PublishAsync("""
            [{"topic":"t","data":{"id":1,"total":2}},{"topic":"t","data":"x"},{"topic":"t","data":{"id":3,"total":4}}]
            """);
        var orders = new List<Order?>();
        await foreach (var e in client.FollowAsync(["t"], TestJson.Default.Order, new FollowOptions { Last = 3 }, End))
        {
            if (e.Raw.ReadText() == "x")
            {
                Assert.Throws<System.Text.Json.JsonException>(() => e.Data);
                continue;
            }

            orders.Add(e.Data);
            if (orders.Count == 2)
            {
                break;
            }
        }

        Assert.Equal([new Order(1, 2), new Order(3, 4)], orders);
    }

    [Fact]
    public async Task A_stream_whose_lifetime_ends_comes_back_and_misses_nothing()
    {
        await using var server = new LiveFeedServer(
            ("Delivery:MaxLifetime", "00:00:00.200"), ("Delivery:Retry", "00:00:00.010"));
        await using var client = ClientOf(server);
        await using var reading = StreamReading.Of(client, ["t"]);
        var clients = new HashSet<string?>();
        for (var n = 0; clients.Count < 4; n++)
        {
            await Deadline.UntilAsync(() => reading.Stream.Position is not null, "it was connected once");
            await server.Http.PublishNumbersAsync("t", 1, from: n);
            Assert.Equal([n], await reading.NumbersAsync(1));
            clients.Add(reading.Stream.ClientId);
        }
    }

    [Fact]
    public async Task Whom_an_administrator_ends_is_told_so()
    {
        await using var server = new LiveFeedServer();
        await using var client = ClientOf(server);
        await using var reading = StreamReading.Of(client, ["t"]);
        await Deadline.UntilAsync(() => reading.Stream.ClientId is not null, "it is connected");
        using var ended = await server.Http.DeleteAsync(
            new Uri($"/clients/{reading.Stream.ClientId}", UriKind.Relative), End);

        Assert.Equal("kicked", (await Assert.ThrowsAsync<LiveFeedClosedException>(reading.NextAsync)).Reason);
    }

    [Fact]
    public async Task A_loop_ends_by_its_token_with_an_exception_and_by_closing_without()
    {
        await using var server = new LiveFeedServer();
        var client = ClientOf(server);
        using var cancel = new CancellationTokenSource();
        await using var cancelled = new StreamReading(client.FollowAsync(["t"], cancellationToken: cancel.Token));
        await using var closed = StreamReading.Of(client, ["t"]);
        await using var disposed = StreamReading.Of(client, ["t"]);
        await Deadline.UntilAsync(() => server.Hub.Joined == 3, "all are connected");
        await cancel.CancelAsync();
        disposed.Stream.Dispose();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(cancelled.NextAsync);
        Assert.Null(await disposed.NextAsync());
        await client.DisposeAsync();
        Assert.Null(await closed.NextAsync());
        await Assert.ThrowsAsync<LiveFeedException>(() => closed.Stream.SubscribeAsync("u", End));
        Assert.Throws<ObjectDisposedException>(() => client.FollowAsync(["t"], cancellationToken: End));
        await Deadline.UntilAsync(async () => (await ClientsAsync(server)) == 0, "no connection is left");
    }

    [Fact]
    public async Task A_stream_is_read_once()
    {
        await using var scripted = new ScriptedClient();
        await using var reading = scripted.Read("t");

        Assert.Throws<InvalidOperationException>(() => reading.Stream.GetAsyncEnumerator(CancellationToken.None));
    }

    private static LiveFeedClient ClientOf(LiveFeedServer server) =>
        new(new LiveFeedClientOptions { Address = server.Address });

    private static async Task<int> ClientsAsync(LiveFeedServer server) =>
        (await server.Http.GetJsonAsync("/clients")).GetProperty("clients").GetArrayLength();
}
