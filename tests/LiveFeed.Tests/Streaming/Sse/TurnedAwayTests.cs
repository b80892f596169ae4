using System.Net;
using System.Text;
using LiveFeed.Access.Limits;
using LiveFeed.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace LiveFeed.Tests.Streaming.Sse;

/// <summary>A client that is refused now and is to come back later.</summary>
public sealed class TurnedAwayTests
{
    [Theory]
    [InlineData("text/event-stream")]
    [InlineData("text/event-stream, */*;q=0.1")]
    [InlineData("text/*")]
    [InlineData("*/*")]
    [InlineData("")]
    public async Task When_the_server_is_full_an_EventSource_is_told_when_to_come_back(string accept)
    {
        await using var server = new LiveFeedServer(("Limits:Connections", "1"));
        await using var first = await server.FollowAsync("/events");
        await first.ReadConnectedAsync();

        await using var second = accept.Length == 0
            ? await server.FollowAsync("/events")
            : await server.FollowAsync("/events", ("Accept", accept));

        await AssertTurnedAwayAsync(second, "full");
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("text/html, application/xhtml+xml")]
    public async Task When_the_server_is_full_other_clients_get_the_true_status(string accept)
    {
        await using var server = new LiveFeedServer(("Limits:Connections", "1"));
        await using var first = await server.FollowAsync("/events");
        await first.ReadConnectedAsync();

        await AssertUnavailableAsync(server, accept);
    }

    [Fact]
    public async Task When_someone_leaves_the_next_is_let_in()
    {
        await using var server = new LiveFeedServer(("Limits:Connections", "1"));
        await using (var first = await server.FollowAsync("/events"))
        {
            await first.ReadConnectedAsync();
        }

        await Deadline.UntilAsync(
            () => server.Services.GetRequiredService<ConnectionLimiter>().Count == 0, "the first client is gone");

        await using var second = await server.FollowAsync("/events");
        await second.ReadConnectedAsync();
    }

    [Fact]
    public async Task The_other_clients_and_producers_go_on_when_the_server_is_full()
    {
        await using var server = new LiveFeedServer(("Limits:Connections", "1"));
        await using var first = await server.FollowAsync("/events?topic=t");
        await first.ReadConnectedAsync();
        await using var second = await server.FollowAsync("/events?topic=t");
        await second.ReadAsync();

        await server.AssertNothingForAsync(first, "t");
    }

    [Fact]
    public async Task While_the_service_stops_an_EventSource_is_told_when_to_come_back()
    {
        var slow = new SlowToStop();
        await using var server = new LiveFeedServer(slow.AddTo);
        using var free = slow.UntilDisposed();
        server.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();

        await using var stream = await server.FollowAsync("/events", ("Accept", "text/event-stream"));

        await AssertTurnedAwayAsync(stream, "shutdown");
        await AssertUnavailableAsync(server, "application/json");
    }

    [Fact]
    public async Task While_the_service_stops_it_is_alive_but_not_ready()
    {
        var slow = new SlowToStop();
        await using var server = new LiveFeedServer(slow.AddTo);
        using var free = slow.UntilDisposed();
        await server.Http.GetJsonAsync("/healthz/ready");

        server.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();

        var health = await server.Http.GetJsonAsync("/healthz/ready", HttpStatusCode.ServiceUnavailable);
        Assert.Equal("unhealthy", health.GetProperty("status").GetString());
        await server.Http.GetJsonAsync("/healthz/live");
    }

    private static async Task AssertUnavailableAsync(LiveFeedServer server, string accept)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/events");
        request.Headers.Add("Accept", accept);
        using var response = await server.Http.SendAsync(request).WithinDeadline();
        await response.ReadProblemAsync(HttpStatusCode.ServiceUnavailable, "unavailable");
        Assert.True(response.Headers.RetryAfter?.Delta > TimeSpan.Zero, "no Retry-After");
    }

    private static async Task AssertTurnedAwayAsync(SseConnection stream, string reason)
    {
        Assert.Equal(HttpStatusCode.OK, stream.Response.StatusCode);
        Assert.Equal("text/event-stream", stream.Response.Content.Headers.ContentType?.MediaType);
        var frame = await stream.ReadAsync();
        await stream.AssertEndedAsync();
        Assert.InRange(int.Parse(frame!.Retry!, System.Globalization.CultureInfo.InvariantCulture), 1_000, 3_000);
        Assert.Equal(
            $"retry: {frame.Retry}\nevent: livefeed.closing\ndata: {{\"reason\":\"{reason}\",\"reconnect\":true}}\n\n",
            Encoding.UTF8.GetString(stream.Bytes));
    }
}
