using System.Net;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Access;

/// <summary>What needs no credentials is a setting; until there are any, the rest is for nobody.</summary>
public sealed class AnonymousTests
{
    public static TheoryData<string, string, string> Publishing() => new()
    {
        { "/events", Posting.Json, """{"topic":"a","data":1}""" },
        { "/events", Posting.Json, """[{"topic":"a","data":1},{"data":2}]""" },
        { "/events", Posting.Json, """{"data":1}""" },
        { "/events", Posting.Json, "[]" },
        { "/events", Posting.Json, "nonsense" },
        { "/events", Posting.Ndjson, """{"topic":"a","data":1}""" },
        { "/events", Posting.Ndjson, "" },
        { "/events", "text/plain", "1" },
        { "/topics/a", Posting.Json, "1" },
        { "/topics/a", Posting.Json, "nonsense" },
        { "/topics/a?ephemeral=true", "text/plain", "1" },
    };

    [Theory]
    [MemberData(nameof(Publishing))]
    public async Task Where_anonymous_clients_may_only_follow_publishing_needs_credentials(
        string path, string type, string body)
    {
        await using var server = new LiveFeedServer(("Access:Anonymous", "subscribe"));
        await using var stream = await server.FollowAsync("/events?topic=**");
        await stream.ReadConnectedAsync();

        using var response = await PostAsync(server, path, type, body);

        await response.ReadProblemAsync(HttpStatusCode.Unauthorized, "unauthorized");
        Assert.Empty((await server.Http.GetJsonAsync("/history")).GetProperty("events").EnumerateArray());
    }

    [Theory]
    [MemberData(nameof(Publishing))]
    public async Task Where_anonymous_clients_may_do_nothing_publishing_needs_credentials(
        string path, string type, string body)
    {
        await using var server = new LiveFeedServer(("Access:Anonymous", "none"));

        using var response = await PostAsync(server, path, type, body);

        await response.ReadProblemAsync(HttpStatusCode.Unauthorized, "unauthorized");
    }

    [Fact]
    public async Task Where_anonymous_clients_may_do_nothing_following_and_looking_need_credentials()
    {
        await using var server = new LiveFeedServer(("Access:Anonymous", "none"));

        string[] paths =
            ["/events", "/events?topic=a", "/topics", "/history", "/history?topic=a", "/clients", "/clients/c-1"];
        foreach (var path in paths)
        {
            await server.Http.GetProblemAsync(path, HttpStatusCode.Unauthorized, "unauthorized");
        }

        using var response = await server.Http.DeleteAsync(
            new Uri("/clients/c-1", UriKind.Relative), TestContext.Current.CancellationToken);
        await response.ReadProblemAsync(HttpStatusCode.Unauthorized, "unauthorized");
    }

    [Fact]
    public async Task Where_anonymous_clients_may_only_follow_they_may_look_but_not_at_or_end_others()
    {
        await using var server = new LiveFeedServer(("Access:Anonymous", "subscribe"));
        await using var stream = await server.FollowAsync("/events?topic=a");
        var id = (await stream.ReadConnectedAsync()).ClientId;

        await server.Http.GetJsonAsync("/topics");
        await server.Http.GetJsonAsync("/history?topic=a");
        await server.Http.GetProblemAsync("/clients", HttpStatusCode.Unauthorized, "unauthorized");
        await server.Http.GetProblemAsync($"/clients/{id}", HttpStatusCode.Unauthorized, "unauthorized");
        using var response = await server.Http.DeleteAsync(
            new Uri($"/clients/{id}", UriKind.Relative), TestContext.Current.CancellationToken);
        await response.ReadProblemAsync(HttpStatusCode.Unauthorized, "unauthorized");
        Assert.Equal(1, server.Hub.Everyone.Count);
    }

    [Fact]
    public async Task Health_is_for_everyone()
    {
        await using var server = new LiveFeedServer(("Access:Anonymous", "none"));

        await server.Http.GetJsonAsync("/healthz/live");
        await server.Http.GetJsonAsync("/healthz/ready");
    }

    private static Task<HttpResponseMessage> PostAsync(LiveFeedServer server, string path, string type, string body) =>
        path == "/events"
            ? server.Http.PostEventsAsync(body, type)
            : server.Http.PostToTopicAsync(path["/topics/".Length..], body, type);
}
