using System.Net;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Query;

/// <summary><c>DELETE /clients?user=</c>: all streams of a user end.</summary>
public sealed class EndUserTests : IAsyncDisposable
{
    private static readonly (string Name, string Value) Admin =
        Credentialed.Bearer(new TestToken { User = "root", Admin = true }.BySecret());

    private readonly LiveFeedServer _server = new(
    [
        Credentialed.BySecret, .. Credentialed.ApiKey(0, "shop", subscribe: ["**"]),
    ]);

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Every_stream_of_the_user_ends_for_good_and_no_other()
    {
        await using var phone = await FollowAsync("ada");
        await using var laptop = await FollowAsync("ada");
        await using var bob = await FollowAsync("bob");
        await using var nobody = await FollowAsync(null);
        await using var shop = await _server.FollowAsync("/events?topic=a", ("X-API-Key", "shop"));
        await shop.ReadConnectedAsync();

        Assert.Equal(2, await EndAsync("ada"));

        foreach (var ended in (SseConnection[])[phone, laptop])
        {
            Assert.Equal(
                """{"reason":"kicked","reconnect":false}""", (await ended.ReadNamedAsync("livefeed.closing")).Data);
            await ended.AssertEndedAsync();
        }

        await Deadline.UntilAsync(() => _server.Hub.Everyone.Count == 3, "the others stay");
        using var published = await _server.SendAsync("POST", "/events", [Admin], """{"topic":"a","data":1}""");
        foreach (var stays in (SseConnection[])[bob, nobody, shop])
        {
            Assert.Equal("1", (await stays.ReadEventAsync()).Data);
        }
    }

    [Fact]
    public async Task A_user_without_a_stream_is_no_error()
    {
        await using var stream = await FollowAsync("ada");

        Assert.Equal(0, await EndAsync("Ada"));
        Assert.Equal(1, await EndAsync("ada"));
        await stream.ReadNamedAsync("livefeed.closing");
        await Deadline.UntilAsync(() => _server.Hub.Everyone.Count == 0, "it has ended");
        Assert.Equal(0, await EndAsync("ada"));
    }

    [Fact]
    public async Task A_user_whose_token_is_still_good_may_come_back()
    {
        await using var stream = await FollowAsync("ada");
        await EndAsync("ada");
        await stream.ReadNamedAsync("livefeed.closing");

        await using var again = await FollowAsync("ada");
    }

    [Theory]
    [InlineData("/clients")]
    [InlineData("/clients?user=")]
    [InlineData("/clients?user=ada&user=bob")]
    public async Task A_request_that_does_not_name_one_user_ends_nobody(string path)
    {
        await using var stream = await FollowAsync("ada");

        using var response = await _server.SendAsync("DELETE", path, [Admin]);

        var problem = await response.ReadProblemAsync(HttpStatusCode.UnprocessableEntity, "invalid");
        Assert.Equal(["user"], problem.Faults());
        Assert.Equal(1, await EndAsync("ada"));
    }

    private async Task<SseConnection> FollowAsync(string? user)
    {
        var stream = await _server.FollowAsync(
            "/events?topic=a", Credentialed.Bearer((TestToken.For("a") with { User = user }).BySecret()));
        await stream.ReadConnectedAsync();
        return stream;
    }

    private async Task<int> EndAsync(string user)
    {
        using var response = await _server.SendAsync("DELETE", $"/clients?user={user}", [Admin]);
        return (await response.ReadJsonAsync(HttpStatusCode.OK)).GetProperty("ended").GetInt32();
    }
}
