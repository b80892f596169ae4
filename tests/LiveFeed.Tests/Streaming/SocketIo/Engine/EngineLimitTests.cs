using System.Net;
using LiveFeed.Access.Limits;
using LiveFeed.Streaming.SocketIo.Engine;
using LiveFeed.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace LiveFeed.Tests.Streaming.SocketIo.Engine;

/// <summary>How many may connect, whose pages may, and what a stop of the service does.</summary>
public sealed class EngineLimitTests
{
    private const string Shop = "https://shop.example.com";

    [Fact]
    public async Task When_the_service_is_full_a_handshake_is_refused_for_now_and_counted()
    {
        await using var host = new EngineHost(new EngineOptions(), time: null, ("Limits:Connections", "1"));
        using var refusals = new Counted(host.Server, "livefeed.clients.rejected", "reason");
        var first = await host.OpenAsync();
        var session = await host.Application.NextAsync();

        using var second = await host.Server.Http.GetAsync(
            new Uri("/engine.io/?EIO=4&transport=polling", UriKind.Relative), TestContext.Current.CancellationToken);
        await using var third = await host.DialAsync("EIO=4&transport=websocket");

        await second.AssertRefusedAsync(
            4, "All connections are taken (LiveFeed:Limits:Connections).", HttpStatusCode.ServiceUnavailable);
        Assert.Equal("1", second.Headers.RetryAfter?.ToString());
        Assert.StartsWith("HTTP/1.1 503 ", third.Answer, StringComparison.Ordinal);
        Assert.Equal(2, refusals["full"]);
        await first.SendAsync("1");
        await session.EndAsync();
        await using var fourth = await host.OpenSocketAsync();
    }

    [Fact]
    public async Task A_connection_counts_once_from_its_handshake_through_its_upgrade_to_its_end()
    {
        await using var host = new EngineHost(new EngineOptions(), time: null, ("Limits:ConnectionsPerAddress", "1"));
        var limiter = host.Server.Services.GetRequiredService<ConnectionLimiter>();
        var client = await host.OpenAsync();
        await client.SendAsync("4a");
        await client.PollAsync();
        await using var socket = await host.ProbeAsync(client);
        await socket.SendAsync(RawSocket.Text, "2probe");
        Assert.Equal("3probe", await socket.ReadTextAsync());
        await socket.SendAsync(RawSocket.Text, "5");
        await socket.SendAsync(RawSocket.Text, "4b");
        Assert.Equal("4b", await socket.ReadTextAsync());
        Assert.Equal(1, limiter.Count);

        await socket.SendAsync(RawSocket.Text, "1");

        await socket.ReadCloseAsync();
        Assert.Equal(0, limiter.Count);
    }

    [Fact]
    public async Task A_stop_answers_polls_closes_WebSockets_and_lets_nobody_in()
    {
        await using var host = new EngineHost();
        var client = await host.OpenAsync();
        var polling = await host.Application.NextAsync();
        await using var socket = await host.OpenSocketAsync();
        var session = await host.Application.NextAsync();
        var poll = client.PollAsync();
        await polling.HasPollAsync();

        var stop = host.DisposeAsync().AsTask();

        Assert.Equal(1001, await socket.ReadCloseAsync());
        Assert.Equal(EngineCloseReason.Shutdown, await polling.EndAsync());
        Assert.Equal(EngineCloseReason.Shutdown, await session.EndAsync());
        Assert.Equal(["1"], await poll);
        await stop.WithinDeadline();
    }

    [Fact]
    public async Task A_client_that_does_not_answer_a_close_does_not_hold_up_a_stop()
    {
        await using var host = new EngineHost();
        await using var socket = await host.OpenSocketAsync();
        await host.DisposeAsync().AsTask().WithinDeadline();
    }

    [Fact]
    public async Task A_page_of_another_origin_connects_where_the_settings_name_it()
    {
        await using var host = new EngineHost(new EngineOptions(), time: null, ("Cors:Origins:0", Shop));
        await using var guest = await host.DialAsync("EIO=4&transport=websocket", $"Origin: {Shop}");
        await using var other = await host.DialAsync("EIO=4&transport=websocket", "Origin: https://evil.example.com");
        Assert.StartsWith("HTTP/1.1 101 ", guest.Answer, StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 403 ", other.Answer, StringComparison.Ordinal);

        var client = await host.OpenAsync();
        foreach (var (origin, isGuest) in new[] { (Shop, true), ("https://evil.example.com", false) })
        {
            using var post = new HttpRequestMessage(HttpMethod.Post, client.Query) { Content = new StringContent("4a") };
            post.Headers.Add("Origin", origin);
            using var posted = await host.Server.Http.SendAsync(post, TestContext.Current.CancellationToken);
            Assert.Equal(isGuest ? HttpStatusCode.OK : HttpStatusCode.Forbidden, posted.StatusCode);
            Assert.Equal(isGuest, posted.Headers.Contains("Access-Control-Allow-Origin"));
        }

        Assert.Equal(["4a"], await client.PollAsync());
    }

    [Fact]
    public async Task A_page_that_may_call_may_send_any_header()
    {
        await using var host = new EngineHost(new EngineOptions(), time: null, ("Cors:Origins:0", "*"));
        using var preflight = new HttpRequestMessage(HttpMethod.Options, "/engine.io/?EIO=4&transport=polling");
        preflight.Headers.Add("Origin", Shop);
        preflight.Headers.Add("Access-Control-Request-Method", "POST");
        preflight.Headers.Add("Access-Control-Request-Headers", "my-custom-header");

        using var answer = await host.Server.Http.SendAsync(preflight, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.Equal(["*"], answer.Headers.GetValues("Access-Control-Allow-Origin"));
        Assert.Equal(["my-custom-header"], answer.Headers.GetValues("Access-Control-Allow-Headers"));
    }

    [Fact]
    public async Task The_session_id_is_in_no_line_of_the_log()
    {
        using var log = new LogCollector();
        var host = new EngineHost(
            new EngineOptions(),
            time: null,
            ("/Logging:LogLevel:Default", "Trace"),
            ("/Logging:LogLevel:Microsoft", "Trace"),
            ("/Logging:Console:LogLevel:Default", "None"));
        host.Server.Services.GetRequiredService<Microsoft.Extensions.Logging.ILoggerFactory>().AddProvider(log);
        var client = await host.OpenAsync();
        await client.SendAsync("4a");
        await client.PollAsync();
        await client.SendAsync("6");
        await host.DisposeAsync();

        Assert.NotEmpty(log.Messages);
        Assert.DoesNotContain(log.Messages, line => line.Contains(client.Id, StringComparison.Ordinal));
    }
}
