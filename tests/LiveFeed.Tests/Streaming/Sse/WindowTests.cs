using System.Globalization;
using System.Text;
using LiveFeed.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace LiveFeed.Tests.Streaming.Sse;

/// <summary><c>window=</c>: a client that wants at most one write in a time.</summary>
public sealed class WindowTests : IAsyncDisposable
{
    private const string Minute = "window=60000";

    private readonly FakeTimeProvider _time = new(TestEvents.Noon);
    private readonly LiveFeedServer _server;

    public WindowTests() => _server = new LiveFeedServer(
        services => services.AddSingleton<TimeProvider>(_time),
        ("Delivery:QueueLength", "16"),
        ("Delivery:StalledAfter", "00:00:05"));

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task The_first_event_leaves_at_once_and_what_follows_leaves_together_when_the_window_ends()
    {
        await using var stream = await _server.FollowAsync($"/events?topic=a&{Minute}");
        var client = await stream.ReadConnectedAsync();
        await _server.Http.PublishNumbersAsync("a", 1);
        Assert.Equal(["0"], await stream.ReadDataAsync(1));

        await _server.Http.PublishNumbersAsync("a", 3, from: 1);
        var (reading, start) = (stream.ReadDataAsync(3), _time.GetUtcNow());
        _time.Advance(TimeSpan.FromSeconds(59));
        await Deadline.UntilAsync(async () => await SentAsync(client) == 1, "one is sent and counted, and no more");
        Assert.Equal(["1", "2", "3"], await _time.PassUntilDoneAsync(reading));
        Assert.InRange(_time.GetUtcNow() - start, TimeSpan.FromSeconds(60), TimeSpan.MaxValue);
    }

    [Fact]
    public async Task Of_each_key_only_the_latest_leaves_and_its_position_is_the_last()
    {
        await using var stream = await _server.FollowAsync($"/events?topic=k/*&{Minute}");
        var client = await stream.ReadConnectedAsync();
        await _server.Http.PublishNumbersAsync("k/a", 1);
        await stream.ReadEventAsync();

        var accepted = await _server.Http.PublishAsync(
            """
            [{"topic":"k/a","key":"x","data":1},{"topic":"k/a","data":2},{"topic":"k/b","key":"x","data":3},
             {"topic":"k/a","key":"x","data":4},{"topic":"k/a","key":"y","data":5,"to":{"client":"CLIENT"}},
             {"topic":"k/a","key":"y","data":6},{"topic":"k/b","key":"x","data":7}]
            """.Replace("CLIENT", client.ClientId, StringComparison.Ordinal));

        var events = await _time.PassUntilDoneAsync(stream.ReadEventsAsync(5));
        Assert.Equal(["2", "4", "5", "6", "7"], events.Select(one => one.Data));
        Assert.Equal(accepted.GetProperty("positions").GetProperty("last").GetString(), events[^1].Id);
    }

    [Fact]
    public async Task What_its_queue_does_not_hold_is_read_from_the_log_in_order_and_once()
    {
        await using var stream = await _server.FollowAsync($"/events?topic=many&{Minute}");
        await stream.ReadConnectedAsync();
        await _server.Http.PublishNumbersAsync("many", 1);
        Assert.Equal(["0"], await stream.ReadDataAsync(1));

        for (var from = 1; from < 2_000; from += 200)
        {
            await _server.Http.PublishNumbersAsync("many", 200, from);
        }

        var rest = await _time.PassUntilDoneAsync(stream.ReadDataAsync(2_000));
        Assert.Equal(Enumerable.Range(1, 2_000).Select(n => n.ToString(CultureInfo.InvariantCulture)), rest);
    }

    [Fact]
    public async Task A_client_that_waits_for_its_window_is_not_stalled_and_knows_when_a_heartbeat_is_due()
    {
        await using var stream = await _server.FollowAsync($"/events?topic=idle&{Minute}");
        Assert.Contains("\"heartbeat\":60000", (await stream.ReadAsync())!.Data, StringComparison.Ordinal);
        await _server.Http.PublishNumbersAsync("idle", 1);
        Assert.Equal(["0"], await stream.ReadDataAsync(1));
        await _server.Http.PublishNumbersAsync("idle", 1, from: 1);

        Assert.Equal(["1"], await _time.PassUntilDoneAsync(stream.ReadDataAsync(1)));
    }

    [Fact]
    public async Task What_is_said_to_the_client_alone_does_not_wait()
    {
        await using var stream = await _server.FollowAsync($"/events?topic=said&{Minute}");
        var client = await stream.ReadConnectedAsync();
        await _server.Http.PublishNumbersAsync("said", 1);
        await stream.ReadEventAsync();

        using var body = new StringContent("""{"subscribe":[{"topic":"said/more"}]}""", Encoding.UTF8, "application/json");
        using var answer = await _server.Http.PatchAsync(
            new Uri($"/clients/{client.ClientId}", UriKind.Relative), body, TestContext.Current.CancellationToken);

        Assert.True(answer.IsSuccessStatusCode);
        await stream.ReadNamedAsync("livefeed.subscribed");
    }

    [Fact]
    public async Task An_ended_stream_has_what_waited_and_ends_at_once()
    {
        await using var stream = await _server.FollowAsync($"/events?topic=ended&{Minute}");
        var client = await stream.ReadConnectedAsync();
        await _server.Http.PublishNumbersAsync("ended", 1);
        await stream.ReadEventAsync();
        await _server.Http.PublishNumbersAsync("ended", 1, from: 1);
        await Deadline.UntilAsync(() => _server.Hub.Find(client.ClientId)?.Queued > 0, "the event waits for the window");

        using var answer = await _server.Http.DeleteAsync(
            new Uri($"/clients/{client.ClientId}", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal("1", (await stream.ReadEventAsync()).Data);
        await stream.ReadNamedAsync("livefeed.closing");
        await stream.AssertEndedAsync();
    }

    private async Task<int> SentAsync(ConnectedFrame client) =>
        (await _server.Http.GetJsonAsync($"/clients/{client.ClientId}")).GetProperty("sent").GetInt32();
}
