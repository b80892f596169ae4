using System.Net;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Access;

/// <summary>What each caller of the access matrix may do on a WebSocket.</summary>
public sealed class WebSocketAccessTests(AccessMatrixServer fixture) : IClassFixture<AccessMatrixServer>
{
    [Theory]
    [InlineData("nobody", 4401, 0, 0)]
    [InlineData("a wrong key", 4401, 0, 0)]
    [InlineData("a wrong token", 4401, 0, 0)]
    [InlineData("an expired token", 4401, 0, 0)]
    [InlineData("a token for other topics", 0, 403, 403)]
    [InlineData("a key for other topics", 0, 403, 403)]
    [InlineData("a token for the topics", 0, 0, 0)]
    [InlineData("a key for the topics", 0, 0, 0)]
    [InlineData("a token to follow", 0, 0, 403)]
    [InlineData("a key to publish", 0, 403, 0)]
    [InlineData("an administrator's token", 0, 0, 0)]
    [InlineData("an administrator's key", 0, 0, 0)]
    public async Task A_caller_connects_follows_and_publishes_as_its_rights_say(
        string caller, int close, int follow, int publish)
    {
        var headers = AccessMatrixServer.HeadersOf(caller);
        await using var socket = await JsonSocket.DialAsync(fixture.Server.Address, "/ws", options =>
        {
            foreach (var (name, value) in headers)
            {
                options.SetRequestHeader(name, value);
            }
        });
        if (close > 0)
        {
            await socket.ReadAsync("error");
            Assert.Equal(close, await socket.ReadCloseAsync());
            return;
        }

        await socket.ReadAsync("connected");
        Assert.Equal(follow, await AskAsync(socket, """{"type":"subscribe","id":1,"topics":["orders/eu"]}"""));
        Assert.Equal(follow, await AskAsync(socket, """{"type":"join","id":2,"room":"eu","userId":"u"}"""));
        Assert.Equal(publish, await AskAsync(socket, """{"type":"publish","id":3,"topic":"orders/eu","data":1}"""));
        Assert.Equal(
            403, await AskAsync(socket, """{"type":"publish","id":4,"topic":"rooms/eu/members","event":"join","data":1}"""));
    }

    [Fact]
    public async Task A_newer_token_gives_new_rights_and_another_users_does_not()
    {
        var follows = new TestToken { Subscribe = ["orders/**", "rooms/*"] };
        await using var socket = await JsonSocket.OpenAsync(
            fixture.Server, $"/ws?access_token={follows.BySecret()}");
        const string Publish = """{"type":"publish","id":1,"topic":"orders/eu","data":1}""";
        Assert.Equal(403, await AskAsync(socket, Publish));
        Assert.Equal(0, await AskAsync(socket, """{"type":"join","id":5,"room":"eu"}"""));

        var later = TimeProvider.System.GetUtcNow().AddHours(2);
        var newer = TestToken.For("orders/**", "rooms/*") with { Expires = later };
        var others = newer with { User = "bob" };
        Assert.Equal(403, await AskAsync(socket, $$"""{"type":"token","id":2,"token":"{{others.BySecret()}}"}"""));
        Assert.Equal(401, await AskAsync(socket, """{"type":"token","id":3,"token":"x"}"""));
        Assert.Equal(403, await AskAsync(socket, Publish));
        Assert.Equal(0, await AskAsync(socket, $$"""{"type":"token","id":4,"token":"{{newer.BySecret()}}"}"""));
        Assert.Equal(0, await AskAsync(socket, Publish));
    }

    [Fact]
    public async Task A_token_that_a_request_renews_counts_for_the_messages_of_the_socket_too()
    {
        var wide = new TestToken { Subscribe = ["orders/**", "rooms/*"] };
        await using var socket = await JsonSocket.OpenAsync(fixture.Server, $"/ws?access_token={wide.BySecret()}");
        const string Publish = """{"type":"publish","id":1,"topic":"orders/eu","data":1}""";
        Assert.Equal(403, await AskAsync(socket, Publish));

        var newer = TestToken.For("orders/eu") with { Expires = wide.Expires?.AddHours(1) };
        Assert.Equal(
            HttpStatusCode.OK,
            await fixture.Server.StatusAsync("POST", $"/clients/{socket.ClientId}/token", [Bearer(newer)]));

        Assert.Equal(0, await AskAsync(socket, Publish));
        Assert.Equal(0, await AskAsync(socket, """{"type":"subscribe","id":2,"topics":["orders/eu"]}"""));
        Assert.Equal(403, await AskAsync(socket, """{"type":"subscribe","id":3,"topics":["orders/us"]}"""));
        Assert.Equal(403, await AskAsync(socket, """{"type":"join","id":4,"room":"eu"}"""));
    }

    [Theory]
    [InlineData("typing")]
    [InlineData("signal")]
    public async Task What_members_are_shown_of_a_room_says_who_sent_it_whatever_the_sender_says(string name)
    {
        var (room, rights) = ($"forged-{name}", TestToken.For("rooms/*"));
        await using var ada = await JsonSocket.OpenAsync(fixture.Server, $"/ws?access_token={rights.BySecret()}");
        await using var eve = await JsonSocket.OpenAsync(
            fixture.Server, $"/ws?access_token={(rights with { User = "eve" }).BySecret()}");
        foreach (var socket in (JsonSocket[])[ada, eve])
        {
            Assert.Equal(0, await AskAsync(socket, $$"""{"type":"join","id":1,"room":"{{room}}"}"""));
        }

        var forged = $$"""
            "topic":"rooms/{{room}}","event":"{{name}}","to":{"user":"ada"},"ephemeral":true,
            "data":{"userId":"bob","username":"Bob","memberId":"m-1","timestamp":1,"isTyping":true}
            """;
        Assert.Equal(0, await AskAsync(eve, $$"""{"type":"publish","id":2,{{forged}}}"""));
        Assert.Equal(
            HttpStatusCode.Accepted,
            await fixture.Server.StatusAsync("POST", "/events", [Bearer(rights with { User = "eve" })], $"{{{forged}}}"));

        var (said, posted) = (await ada.ReadUntilAsync(name), await ada.ReadUntilAsync(name));
        Assert.Equal("eve", said.GetProperty("userId").GetString());
        Assert.Equal(
            eve.Connected.GetProperty("memberId").GetString(), said.GetProperty("memberId").GetString());
        Assert.True(said.GetProperty("isTyping").GetBoolean());
        Assert.Equal("eve", posted.GetProperty("userId").GetString());
        Assert.False(posted.TryGetProperty("memberId", out _));
    }

    [Fact]
    public async Task A_ticket_opens_one_connection()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/tickets", UriKind.Relative));
        var (name, value) = AccessMatrixServer.HeadersOf("a token for the topics")[0];
        request.Headers.TryAddWithoutValidation(name, value);
        using var answer = await fixture.Server.Http.SendAsync(request, TestContext.Current.CancellationToken);
        var ticket = (await answer.ReadJsonAsync(HttpStatusCode.OK)).GetProperty("ticket").GetString();

        await using var socket = await JsonSocket.OpenAsync(fixture.Server, $"/ws?ticket={ticket}&topic=orders/eu");
        await using var copy = await JsonSocket.DialAsync(fixture.Server.Address, $"/ws?ticket={ticket}&topic=orders/eu");
        await copy.ReadAsync("closing");
        Assert.Equal(1013, await copy.ReadCloseAsync());
        Assert.Equal(0, await AskAsync(socket, """{"type":"publish","id":1,"topic":"orders/eu","data":1}"""));
    }

    private static (string Name, string Value) Bearer(TestToken token) => ("Authorization", $"Bearer {token.BySecret()}");

    // The status of the error; 0 when there is none.
    private static async Task<int> AskAsync(JsonSocket socket, string request)
    {
        await socket.SendAsync(request);
        while (true)
        {
            var message = await socket.ReadAsync();
            switch (message.GetProperty("type").GetString())
            {
                case "error":
                    return message.GetProperty("problem").GetProperty("status").GetInt32();
                case "ack" or "subscribed":
                    return 0;
            }
        }
    }
}
