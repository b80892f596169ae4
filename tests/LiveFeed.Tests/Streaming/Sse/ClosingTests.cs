using System.Net;
using LiveFeed.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace LiveFeed.Tests.Streaming.Sse;

/// <summary><c>livefeed.closing</c>: the last frame before the server ends a stream says why.</summary>
public sealed class ClosingTests
{
    [Fact]
    public async Task A_client_that_is_ended_by_an_operator_is_told_not_to_come_back()
    {
        await using var server = new LiveFeedServer();
        await using var stream = await server.FollowAsync("/events?topic=t");
        var id = (await stream.ReadConnectedAsync()).ClientId;

        using var answer = await server.Http.DeleteAsync(
            new Uri($"/clients/{id}", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        var frame = await stream.ReadNamedAsync("livefeed.closing");
        Assert.Equal("""{"reason":"kicked","reconnect":false}""", frame.Data);
        Assert.Equal((null, null), (frame.Id, frame.Retry)); // told before, by lines of their own
        await stream.AssertEndedAsync();
        await Deadline.UntilAsync(
            async () => (await server.Http.GetJsonAsync("/clients")).GetProperty("clients").GetArrayLength() == 0,
            "it is gone");
    }

    [Fact]
    public async Task Other_clients_stay_when_one_is_ended()
    {
        await using var server = new LiveFeedServer();
        await using var ended = await server.FollowAsync("/events?topic=t");
        await using var other = await server.FollowAsync("/events?topic=t");
        var id = (await ended.ReadConnectedAsync()).ClientId;
        await other.ReadConnectedAsync();

        using var answer = await server.Http.DeleteAsync(
            new Uri($"/clients/{id}", UriKind.Relative), TestContext.Current.CancellationToken);
        await ended.ReadNamedAsync("livefeed.closing");

        await server.AssertNothingForAsync(other, "t");
    }

    [Fact]
    public async Task A_stream_that_has_reached_its_longest_life_ends_and_may_come_back()
    {
        var time = new FakeTimeProvider();
        await using var server = new LiveFeedServer(
            services => services.AddSingleton<TimeProvider>(time), ("Delivery:MaxLifetime", "00:10:00"));
        await using var stream = await server.FollowAsync("/events?topic=t");
        await stream.ReadConnectedAsync();

        time.Advance(TimeSpan.FromMinutes(8.9));
        await server.Http.PublishNumbersAsync("t", 1);
        Assert.Equal("0", (await stream.ReadEventAsync()).Data);
        time.Advance(TimeSpan.FromMinutes(1.1));

        await AssertClosedAsync(stream, """{"reason":"lifetime","reconnect":true}""");
    }

    [Fact]
    public async Task When_the_service_stops_every_client_is_told_so_and_to_come_back()
    {
        // However slow this machine is at the moment, nobody is cut off.
        await using var server = new LiveFeedServer(
            services => services.Configure<HostOptions>(host => host.ShutdownTimeout = Deadline.Time));
        await using var one = await server.FollowAsync("/events?topic=t");
        await using var other = await server.FollowAsync("/events");
        await one.ReadConnectedAsync();
        await other.ReadConnectedAsync();
        await server.DisposeAsync().AsTask().WithinDeadline();

        await AssertClosedAsync(one, """{"reason":"shutdown","reconnect":true}""");
        await AssertClosedAsync(other, """{"reason":"shutdown","reconnect":true}""");
    }

    private static async Task AssertClosedAsync(SseConnection stream, string data)
    {
        var frame = await stream.ReadNamedAsync("livefeed.closing");
        Assert.Equal(data, frame.Data);
        Assert.Null(frame.Id);
        await stream.AssertEndedAsync();
    }
}
