using System.Text.Json;
using LiveFeed.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace LiveFeed.Tests.Streaming.SocketIo;

/// <summary>Who may connect, and what it may do then.</summary>
public sealed class AccessTests : IAsyncDisposable
{
    // Stands still unless a test says so. A token says in whole seconds when it expires.
    private readonly NotedTime _time = new(
        DateTimeOffset.FromUnixTimeSeconds(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds()));

    private readonly LiveFeedServer _server;

    public AccessTests() => _server = new LiveFeedServer(
        services => services.AddSingleton<TimeProvider>(_time),
        [
            Credentialed.BySecret,
            ("Access:Anonymous", "none"),
            .. Credentialed.ApiKey(0, "a key", ["orders/**"], ["orders/**"]),
            ("SocketIo:Namespaces:0", "/shop"),
        ]);

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData("")]
    [InlineData("""{"token":null}""")]
    [InlineData("""{"token":""}""")]
    [InlineData("""{"token":"wrong"}""")]
    [InlineData("""{"token":5}""")]
    [InlineData("""{"token":{"a":1}}""")]
    [InlineData("expired")]
    public async Task Bad_credentials_are_an_authentication_error(string auth)
    {
        if (auth == "expired")
        {
            var token = TestToken.For("**") with { Expires = _time.GetUtcNow().AddSeconds(-1) };
            auth = AuthOf(token.BySecret());
        }

        await using var peer = await SocketIoPeer.OpenAsync(_server);
        foreach (var ns in new[] { "", "/shop," })
        {
            await peer.SendAsync($"0{ns}{auth}");
            Assert.Equal($"4{ns}{{\"message\":\"Authentication error\"}}", await peer.ReadAsync());
        }

        Assert.Equal(0, _server.Hub.Everyone.Count);
    }

    [Theory]
    [InlineData("token", false)]
    [InlineData("token", true)]
    [InlineData("key", false)]
    [InlineData("header", false)]
    [InlineData("header", true)]
    [InlineData("query", false)]
    [InlineData("query", true)]
    public async Task Good_credentials_may_come_by_auth_or_by_the_first_request(string how, bool polls)
    {
        var token = TestToken.For("orders/**").BySecret();
        await using var peer = await SocketIoPeer.OpenAsync(
            _server.Address,
            polls,
            how == "query" ? $"&access_token={token}" : "",
            how == "header" ? token : null);
        await peer.ConnectAsync(how switch
        {
            "token" => AuthOf(token),
            "key" => AuthOf("a key"),
            _ => "",
        });

        await peer.DoAsync("""["subscribe","orders/**"]""");
        await peer.DoAsync("""["publish",{"topic":"orders/eu","data":1}]""");
        Assert.Equal("forbidden", await peer.RefusedAsync("""["subscribe","other"]"""));
        Assert.Equal("forbidden", await peer.RefusedAsync("""["publish",{"topic":"other","data":1}]"""));
        Assert.Equal("forbidden", await peer.RefusedAsync("""["join-room","a"]"""));
    }

    [Fact]
    public async Task Each_namespace_has_its_own_credentials()
    {
        await using var peer = await SocketIoPeer.ConnectAsync(_server, AuthOf(TestToken.For("a").BySecret()));
        await peer.ConnectAsync(AuthOf(TestToken.For("b").BySecret()), "/shop,");

        Assert.Equal("forbidden", await peer.RefusedAsync("""["subscribe","b"]"""));
        Assert.Equal("forbidden", await peer.RefusedAsync("""["subscribe","a"]""", "/shop,"));
    }

    [Fact]
    public async Task Who_may_follow_a_room_but_not_publish_to_it_is_told_so()
    {
        var token = (TestToken.For() with { Subscribe = ["rooms/**"] }).BySecret();
        await using var peer = await SocketIoPeer.ConnectAsync(_server, AuthOf(token));
        await peer.DoAsync("""["join-room","a"]""");

        Assert.Equal("forbidden", await peer.RefusedAsync("""["message",{}]"""));
        Assert.Equal("forbidden", await peer.RefusedAsync("""["typing",true]"""));
        await peer.SendAsync("""2["message",{}]""");
        await peer.ReadEventAsync("livefeed.error");
    }

    [Fact]
    public async Task A_client_that_is_sent_away_is_told_and_does_not_come_back()
    {
        await using var peer = await SocketIoPeer.ConnectAsync(_server, AuthOf(TestToken.For("**").BySecret()));
        await peer.ConnectAsync(AuthOf((TestToken.For("**") with { User = "bob" }).BySecret()), "/shop,");
        var admin = Credentialed.Bearer((TestToken.For() with { Admin = true }).BySecret());
        using var answer = await _server.SendAsync("DELETE", "/clients?user=bob", [admin]);

        Assert.Equal(
            """2/shop,["livefeed.closing",{"reason":"kicked","reconnect":false}]""", await peer.ReadAsync());
        Assert.Equal("1/shop,", await peer.ReadAsync());
        await peer.SendAsync("""2/shop,["message",{}]"""); // was on its way
        await peer.DoAsync("""["subscribe","a"]""");
    }

    [Fact]
    public async Task A_newer_token_lets_it_go_on()
    {
        var soon = TestToken.For("a") with { Expires = _time.GetUtcNow().AddSeconds(30) };
        await using var peer = await SocketIoPeer.ConnectAsync(_server, AuthOf(soon.BySecret()));
        var told = Assert.Single(await peer.ReadEventAsync("livefeed.expiring"));
        Assert.True(told.GetProperty("expires").TryGetDateTimeOffset(out _));

        await peer.DoAsync($"[\"token\",\"{TestToken.For("a", "b").BySecret()}\"]");
        await peer.DoAsync("""["subscribe",["a","b"]]""");
        Assert.Equal(
            "forbidden",
            await peer.RefusedAsync($"[\"token\",\"{(TestToken.For("a", "b") with { User = "bob" }).BySecret()}\"]"));
        Assert.Equal("unauthorized", await peer.RefusedAsync("""["token","wrong"]"""));
    }

    [Fact]
    public async Task When_its_token_expires_the_connection_is_closed_so_that_it_comes_back()
    {
        var rest = TimeSpan.FromSeconds(12);
        var soon = TestToken.For("a") with { Expires = _time.GetUtcNow() + rest };
        var watched = _time.UntilSetAsync(rest);
        await using var peer = await SocketIoPeer.ConnectAsync(_server, AuthOf(soon.BySecret()));
        await peer.ReadEventAsync("livefeed.expiring");
        await watched;

        _time.Advance(rest);

        Assert.Equal("""2["livefeed.closing",{"reason":"expired","reconnect":true}]""", await peer.ReadAsync());
        await peer.ReadCloseAsync();
    }

    [Fact]
    public async Task It_is_in_the_list_of_clients_and_its_refusals_are_counted()
    {
        await using var peer = await SocketIoPeer.ConnectAsync(_server, AuthOf(TestToken.For("a").BySecret()));
        await peer.DoAsync("""["subscribe","a"]""");
        var admin = Credentialed.Bearer((TestToken.For() with { Admin = true }).BySecret());
        using var answer = await _server.SendAsync("GET", "/clients", [admin]);
        var list = JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync(
            TestContext.Current.CancellationToken));

        var one = Assert.Single(list.GetProperty("clients").EnumerateArray());
        Assert.Equal(
            ("socket.io", "ada", "a"),
            (one.GetProperty("transport").GetString(), one.GetProperty("user").GetString(),
                one.GetProperty("topics")[0].GetString()));
    }

    private static string AuthOf(string token) => $$"""{"token":"{{token}}"}""";
}
