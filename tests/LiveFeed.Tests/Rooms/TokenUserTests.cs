using System.Text.Json;
using LiveFeed.Tests.Access;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Rooms;

/// <summary>A user that has a token is in a room as nobody else, whoever says its id.</summary>
public sealed class TokenUserTests(AccessMatrixServer fixture) : IClassFixture<AccessMatrixServer>
{
    private static readonly string Token = TestToken.For("rooms/**").BySecret();

    [Fact]
    public async Task Nobody_without_its_token_joins_as_it()
    {
        await using var ada = await JoinAsync("a", $"access_token={Token}", username: "Ada");
        await using var stranger = await JsonSocket.OpenAsync(fixture.Server, "/ws?access_token=orders");

        await stranger.SendAsync("""{"type":"join","room":"a","userId":"ada","username":"Mallory"}""");
        var problem = (await stranger.ReadUntilAsync("error")).GetProperty("problem");
        Assert.Equal(403, problem.GetProperty("status").GetInt32());
        using var stream = await fixture.Server.SendAsync(
            "GET", "/events?room=a&userId=ada&username=Mallory", [("X-API-Key", "orders")]);
        Assert.Equal(403, (int)stream.StatusCode);

        await ada.SendAsync("""{"type":"message","room":"a","content":1}""");
        Assert.Equal("Ada", (await ada.ReadUntilAsync("message")).GetProperty("username").GetString());
        Assert.Single((await MembersAsync("a"))[0].GetProperty("memberIds").EnumerateArray());
    }

    [Fact]
    public async Task Who_said_its_id_before_it_came_is_out_then()
    {
        await using var stranger = await JoinAsync("b", "access_token=orders", "ada");
        await using var ada = await JoinAsync("b", $"access_token={Token}");

        Assert.Single(Assert.Single(await MembersAsync("b")).GetProperty("memberIds").EnumerateArray());
        await stranger.SendAsync("""{"type":"message","id":1,"room":"b","content":1}""");
        Assert.Equal(
            403, (await stranger.ReadUntilAsync("error")).GetProperty("problem").GetProperty("status").GetInt32());
    }

    private async Task<JsonSocket> JoinAsync(string room, string query, string? userId = null, string? username = null)
    {
        var socket = await JsonSocket.OpenAsync(fixture.Server, $"/ws?{query}");
        await socket.SendAsync(JsonSerializer.Serialize(new { type = "join", room, userId, username }));
        await socket.ReadUntilAsync("room_state");
        return socket;
    }

    private async Task<JsonElement[]> MembersAsync(string room)
    {
        using var answer = await fixture.Server.SendAsync(
            "GET", $"/members?topic=rooms/{room}", [("Authorization", "Bearer admin")]);
        return [.. (await answer.ReadJsonAsync(System.Net.HttpStatusCode.OK)).GetProperty("members").EnumerateArray()];
    }
}
