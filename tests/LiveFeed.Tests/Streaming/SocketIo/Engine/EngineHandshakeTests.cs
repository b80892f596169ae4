using System.Net;
using System.Text.Json;
using LiveFeed.Streaming.SocketIo.Engine;

namespace LiveFeed.Tests.Streaming.SocketIo.Engine;

/// <summary>How a connection begins, and which requests do not belong to one.</summary>
public sealed class EngineHandshakeTests(EngineHost host) : IClassFixture<EngineHost>
{
    [Fact]
    public async Task A_polling_client_is_told_its_session_and_all_times_and_sizes()
    {
        using var response = await host.Server.Http.GetAsync(
            new Uri("/engine.io/?EIO=4&transport=polling", UriKind.Relative), TestContext.Current.CancellationToken);

        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/plain; charset=UTF-8", response.Content.Headers.ContentType?.ToString());
        Assert.True(response.Headers.CacheControl?.NoStore);
        Assert.Matches(
            """^0{"sid":"[A-Za-z0-9_-]{24}","upgrades":\["websocket"\]""" +
            ""","pingInterval":25000,"pingTimeout":20000,"maxPayload":1000000}$""",
            text);
    }

    [Fact]
    public async Task A_WebSocket_is_told_the_same_and_has_nothing_to_upgrade_to()
    {
        await using var socket = await host.DialAsync("EIO=4&transport=websocket");

        var handshake = JsonSerializer.Deserialize<JsonElement>((await socket.ReadTextAsync())[1..]);

        Assert.Equal(
            ["sid", "upgrades", "pingInterval", "pingTimeout", "maxPayload"],
            handshake.EnumerateObject().Select(member => member.Name));
        Assert.Equal(0, handshake.GetProperty("upgrades").GetArrayLength());
    }

    [Fact]
    public async Task Every_session_has_an_id_of_its_own() =>
        Assert.NotEqual((await host.OpenAsync()).Id, (await host.OpenAsync()).Id);

    [Theory]
    [InlineData("GET", "EIO=4", 0, "Transport unknown")]
    [InlineData("GET", "EIO=4&transport=abc", 0, "Transport unknown")]
    [InlineData("GET", "EIO=4&transport=webtransport", 0, "Transport unknown")]
    [InlineData("GET", "EIO=4&transport=polling&sid=abc", 1, "Session ID unknown")]
    [InlineData("POST", "EIO=4&transport=polling&sid=abc", 1, "Session ID unknown")]
    [InlineData("POST", "EIO=4&transport=polling", 2, "Bad handshake method")]
    [InlineData("PUT", "EIO=4&transport=polling", 2, "Bad handshake method")]
    [InlineData("DELETE", "EIO=4&transport=websocket", 2, "Bad handshake method")]
    [InlineData("OPTIONS", "EIO=4&transport=polling", 2, "Bad handshake method")]
    [InlineData("GET", "EIO=4&transport=websocket", 3, "Bad request")]
    [InlineData("GET", "EIO=4&transport=polling&j=0", 3, "Bad request")]
    [InlineData("GET", "transport=polling", 5, "Unsupported protocol version")]
    [InlineData("GET", "EIO=abc&transport=polling", 5, "Unsupported protocol version")]
    [InlineData("GET", "EIO=3&transport=polling", 5, "Unsupported protocol version")]
    [InlineData("GET", "EIO=4&EIO=3&transport=polling", 5, "Unsupported protocol version")]
    public async Task A_wrong_request_is_refused_with_the_code_that_clients_know(
        string method, string query, int code, string message)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), $"/engine.io/?{query}");
        using var response = await host.Server.Http.SendAsync(request, TestContext.Current.CancellationToken);

        await response.AssertRefusedAsync(code, message);
    }

    [Theory]
    [InlineData("transport=websocket")]
    [InlineData("EIO=3&transport=websocket")]
    [InlineData("EIO=4")]
    [InlineData("EIO=4&transport=polling")]
    [InlineData("EIO=4&transport=websocket&sid=abc")]
    public async Task A_wrong_WebSocket_is_not_opened(string query)
    {
        await using var socket = await host.DialAsync(query);

        Assert.StartsWith("HTTP/1.1 400 ", socket.Answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/engine.io?EIO=4&transport=polling")]
    [InlineData("/engine.io/?transport=polling&EIO=4&t=abc&b64=1&token=a%26b&EIO=4&sid=")]
    public async Task The_last_slash_may_be_missing_and_other_members_of_the_query_pass(string path) => Assert.StartsWith(
        "0{",
        await host.Server.Http.GetStringAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken),
        StringComparison.Ordinal);

    [Fact]
    public async Task HEAD_opens_no_session_and_takes_nothing_of_one()
    {
        var client = await host.OpenAsync();
        await client.SendAsync("4a");
        foreach (var path in new[] { "/engine.io/?EIO=4&transport=polling", client.Query })
        {
            using var request = new HttpRequestMessage(HttpMethod.Head, path);
            using var response = await host.Server.Http.SendAsync(request, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        }

        Assert.Equal(["4a"], await client.PollAsync());
    }

    [Fact]
    public async Task A_known_session_takes_GET_and_POST_only()
    {
        var client = await host.OpenAsync();
        using var request = new HttpRequestMessage(HttpMethod.Put, client.Query);
        using var response = await host.Server.Http.SendAsync(request, TestContext.Current.CancellationToken);

        await response.AssertRefusedAsync(3, "Bad request");
    }

    [Fact]
    public async Task The_session_of_a_WebSocket_is_good_for_no_poll()
    {
        await using var socket = await host.DialAsync("EIO=4&transport=websocket");
        var id = JsonSerializer.Deserialize<JsonElement>((await socket.ReadTextAsync())[1..]).GetProperty("sid");
        using var response = await host.Server.Http.GetAsync(
            new Uri($"/engine.io/?EIO=4&transport=polling&sid={id}", UriKind.Relative),
            TestContext.Current.CancellationToken);

        await response.AssertRefusedAsync(3, "Bad request");
    }

    [Fact]
    public async Task The_session_of_one_path_is_not_known_at_another()
    {
        await using var other = new EngineHost();
        var client = await host.OpenAsync();
        using var response = await other.Server.Http.GetAsync(
            new Uri(client.Query, UriKind.Relative), TestContext.Current.CancellationToken);

        await response.AssertRefusedAsync(1, "Session ID unknown");
    }

    [Theory]
    [InlineData(EngineOptions.Polling, EngineOptions.WebSocket)]
    [InlineData(EngineOptions.WebSocket, EngineOptions.Polling)]
    public async Task A_transport_that_is_not_served_is_unknown(string served, string other)
    {
        await using var some = new EngineHost(new EngineOptions { Transports = [served] });
        using var response = await some.Server.Http.GetAsync(
            new Uri($"/engine.io/?EIO=4&transport={other}", UriKind.Relative), TestContext.Current.CancellationToken);

        await response.AssertRefusedAsync(0, "Transport unknown");
        if (served == EngineOptions.Polling)
        {
            Assert.Equal(0, (await some.OpenAsync()).Handshake.GetProperty("upgrades").GetArrayLength());
        }
    }

    [Fact]
    public async Task A_subprotocol_that_is_offered_is_accepted_as_browsers_insist_on_one()
    {
        await using var socket = await host.DialAsync("EIO=4&transport=websocket", "Sec-WebSocket-Protocol: chat, other");

        Assert.Contains("Sec-WebSocket-Protocol: chat\r\n", socket.Answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_application_knows_who_has_connected_from_where()
    {
        using var response = await host.Server.Http.GetAsync(
            new Uri("/engine.io/?EIO=4&transport=polling", UriKind.Relative), TestContext.Current.CancellationToken);

        var origin = (await host.Application.NextAsync()).Connection.Origin;

        Assert.Equal(IPAddress.Loopback, origin.Address);
        Assert.Null(origin.Caller.User);
    }
}
