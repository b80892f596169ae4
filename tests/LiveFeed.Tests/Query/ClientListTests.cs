using System.Net;
using System.Text.Json;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Query;

public sealed class ClientListTests : IAsyncDisposable
{
    private readonly LiveFeedServer _server = new();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_client_is_listed_with_what_it_is_and_what_it_was_sent()
    {
        await using var stream = await _server.FollowAsync("/events?topic=a/*&topic=b");
        var id = (await stream.ReadConnectedAsync()).ClientId;
        await _server.Http.PublishNumbersAsync("a/1", 3);
        await stream.ReadEventsAsync(3);
        await Deadline.UntilAsync(
            async () => (await GetAsync(id)).GetProperty("sent").GetInt64() == 3, "all are counted as sent");

        var client = Assert.Single(await ListAsync());

        Assert.Equal(id, client.GetProperty("clientId").GetString());
        Assert.Equal("sse", client.GetProperty("transport").GetString());
        Assert.Equal(["a/*", "b"], client.GetProperty("topics").EnumerateArray().Select(topic => topic.GetString()));
        Assert.Equal(JsonValueKind.Null, client.GetProperty("user").ValueKind);
        Assert.True(client.GetProperty("since").GetDateTimeOffset() > DateTimeOffset.UnixEpoch);
        Assert.Equal(0, client.GetProperty("queued").GetInt32());
        Assert.Equal(0, client.GetProperty("lag").GetInt64());
    }

    [Fact]
    public async Task One_client_is_read_by_its_id()
    {
        await using var one = await _server.FollowAsync("/events?topic=one");
        await using var other = await _server.FollowAsync("/events?topic=other");
        await one.ReadConnectedAsync();
        var id = (await other.ReadConnectedAsync()).ClientId;

        var client = await GetAsync(id);

        Assert.Equal(id, client.GetProperty("clientId").GetString());
        Assert.Equal("other", client.GetProperty("topics")[0].GetString());
    }

    [Fact]
    public async Task Clients_are_listed_in_the_order_in_which_they_came()
    {
        await using var first = await _server.FollowAsync("/events");
        var firstId = (await first.ReadConnectedAsync()).ClientId;
        await using var second = await _server.FollowAsync("/events");
        var secondId = (await second.ReadConnectedAsync()).ClientId;

        Assert.Equal([firstId, secondId], (await ListAsync()).Select(client => client.GetProperty("clientId").GetString()));
    }

    [Fact]
    public async Task A_client_that_left_is_listed_no_more()
    {
        await using (var stream = await _server.FollowAsync("/events"))
        {
            await stream.ReadConnectedAsync();
            Assert.Single(await ListAsync());
        }

        await Deadline.UntilAsync(async () => (await ListAsync()).Count == 0, "it is gone");
    }

    [Fact]
    public async Task A_client_that_is_unknown_is_not_found()
    {
        await _server.Http.GetProblemAsync("/clients/c-unknown", HttpStatusCode.NotFound, "not-found");

        using var response = await _server.Http.DeleteAsync(
            new Uri("/clients/c-unknown", UriKind.Relative), TestContext.Current.CancellationToken);
        await response.ReadProblemAsync(HttpStatusCode.NotFound, "not-found");
    }

    private Task<JsonElement> GetAsync(string id) => _server.Http.GetJsonAsync($"/clients/{id}");

    private async Task<IReadOnlyList<JsonElement>> ListAsync() =>
        [.. (await _server.Http.GetJsonAsync("/clients")).GetProperty("clients").EnumerateArray()];
}
