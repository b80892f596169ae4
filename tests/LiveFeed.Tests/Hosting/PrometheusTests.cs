using System.Globalization;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Hosting;

/// <summary>
/// <c>/metrics</c>: the service's instruments as Prometheus reads them. In a process of its own, because all services in one
/// are counted together.
/// </summary>
public sealed class PrometheusTests : IAsyncLifetime
{
    private ServiceProcess _server = null!;

    public async ValueTask InitializeAsync() => _server = await ServiceProcess.StartAsync(
        "--LiveFeed:Log:Provider=memory",
        "--LiveFeed:Metrics:Enabled=false",
        "--LiveFeed:Rooms:FollowerEventsPerSecond=0");

    public ValueTask DisposeAsync()
    {
        _server.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Published_and_delivered_events_are_counted()
    {
        await using var stream = await _server.FollowAsync("/events?topic=t");
        await stream.ReadConnectedAsync();
        await _server.Http.PublishNumbersAsync("t", 3);
        await _server.Http.PublishAsync("""[{"topic":"u","id":"i","data":1},{"topic":"u","id":"i","data":1}]""");
        using var refused = await _server.Http.PostEventsAsync("nonsense");
        await stream.ReadEventsAsync(3);

        await AssertValueAsync("livefeed_events_received_total", "", 5);
        await AssertValueAsync("livefeed_events_duplicates_total", "", 1);
        await AssertValueAsync("livefeed_events_rejected_total", "problem=\"malformed\"", 1);
        await AssertValueAsync("livefeed_events_delivered_total", "", 3);
        await AssertValueAsync("livefeed_clients_connected", "transport=\"sse\"", 1);
        await AssertValueAsync("livefeed_log_head", "", 4);
        await AssertValueAsync("livefeed_log_writable", "", 1);
    }

    [Fact]
    public async Task A_client_that_left_is_counted_with_the_reason()
    {
        await using var kicked = await _server.FollowAsync("/events");
        var id = (await kicked.ReadConnectedAsync()).ClientId;
        await using (var gone = await _server.FollowAsync("/events"))
        {
            await gone.ReadConnectedAsync();
        }

        using var ended = await _server.Http.DeleteAsync(
            new Uri($"/clients/{id}", UriKind.Relative), TestContext.Current.CancellationToken);

        await AssertValueAsync("livefeed_clients_disconnected_total", "reason=\"kicked\"", 1);
        await AssertValueAsync("livefeed_clients_disconnected_total", "reason=\"gone\"", 1);
        await AssertValueAsync("livefeed_clients_connected", "transport=\"sse\"", 0);
    }

    [Fact]
    public async Task How_long_it_took_to_append_and_to_offer_is_measured_in_seconds()
    {
        await using var stream = await _server.FollowAsync("/events?topic=t");
        await stream.ReadConnectedAsync();
        await _server.Http.PublishNumbersAsync("t", 2);
        await stream.ReadEventsAsync(2);

        await AssertAnyAsync("livefeed_log_append_duration_seconds_count");
        await AssertAnyAsync("livefeed_delivery_turn_duration_seconds_count");
        await AssertAnyAsync("livefeed_log_append_duration_seconds_bucket");
    }

    [Fact]
    public async Task Groups_that_reach_the_file_are_counted_too()
    {
        using var folder = new TempFolder();
        using var server = await ServiceProcess.StartAsync(
            $"--LiveFeed:Log:Path={folder.File("feed.db")}",
            "--LiveFeed:Log:Durability=commit",
            "--LiveFeed:Metrics:Enabled=false");
        await server.Http.PublishNumbersAsync("t", 3);

        await AssertAnyAsync("livefeed_log_commit_duration_seconds_count", server);
        await AssertAnyAsync("livefeed_log_commit_size_count", server);
    }

    [Fact]
    public async Task Events_that_conflation_spares_a_resuming_client_are_counted()
    {
        var start = (await _server.Http.PublishAsync("""{"topic":"t","data":0}"""))
            .GetProperty("positions")
            .GetProperty("last")
            .GetString();
        await _server.Http.PublishAsync(
            """[{"topic":"t","key":"k","data":1},{"topic":"t","key":"k","data":2},{"topic":"t","key":"k","data":3}]""");

        await using var stream = await _server.FollowAsync($"/events?topic=t&lastEventId={start}");
        await stream.ReadConnectedAsync();
        Assert.Equal("3", (await stream.ReadEventAsync()).Data);

        await AssertValueAsync("livefeed_events_conflated_total", "", 2);
    }

    [Theory]
    [InlineData("sse")]
    [InlineData("websocket")]
    [InlineData("polling")]
    [InlineData("socket.io")]
    public async Task The_metrics_of_an_alert_are_0_for_each_transport_before_anyone_has_connected(string transport)
    {
        await AssertValueAsync("livefeed_clients_disconnected_total", $"reason=\"stalled\",transport=\"{transport}\"", 0);
        await AssertValueAsync("livefeed_clients_rejected_total", $"reason=\"full\",transport=\"{transport}\"", 0);
    }

    [Fact]
    public async Task Every_metric_of_an_alert_exists_before_anything_happens()
    {
        await AssertValueAsync("livefeed_gaps_total", "", 0);
        await AssertValueAsync("livefeed_clients_disconnected_total", "reason=\"stalled\"", 0);
        await AssertValueAsync("livefeed_clients_rejected_total", "reason=\"full-address\"", 0);
        await AssertValueAsync("livefeed_events_rejected_total", "problem=\"unavailable\"", 0);
        await AssertValueAsync("livefeed_clients_limit", "", 100_000);
    }

    [Fact]
    public async Task The_answer_is_text_that_Prometheus_reads()
    {
        using var response = await _server.Http.GetAsync(
            new Uri("/metrics", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal("text/plain", response.Content.Headers.ContentType?.MediaType);
        Assert.Contains(
            "# TYPE livefeed_log_head",
            await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
            StringComparison.Ordinal);
    }

    private async Task AssertAnyAsync(string name, ServiceProcess? server = null) => await Deadline.UntilAsync(
        async () =>
        {
            var text = await (server ?? _server).Http.GetStringAsync(new Uri("/metrics", UriKind.Relative));
            return text.Contains(name + "{", StringComparison.Ordinal);
        },
        $"{name} is there");

    // The event is counted a moment after the client has it, and the metrics are collected at most every few seconds.
    private Task AssertValueAsync(string name, string label, double expected) => Deadline.UntilAsync(
        async () =>
        {
            var text = await _server.Http.GetStringAsync(new Uri("/metrics", UriKind.Relative));
            return text.Split('\n').Any(line =>
                (line.StartsWith(name + "{", StringComparison.Ordinal) ||
                    line.StartsWith(name + " ", StringComparison.Ordinal)) &&
                line.Contains(label, StringComparison.Ordinal) && Value(line) == expected);
        },
        $"{name} with {label} is {expected}");

    private static double Value(string line) =>
        double.Parse(line[(line.IndexOf("} ", StringComparison.Ordinal) + 2)..].Split(' ')[0], CultureInfo.InvariantCulture);
}
