using System.Net;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Access;

/// <summary>API keys: who has one may do what stands beside its hash.</summary>
public sealed class ApiKeyTests
{
    [Theory]
    [InlineData("X-API-Key", "{0}")]
    [InlineData("Authorization", "Bearer {0}")]
    [InlineData("Authorization", "bearer {0}")]
    public async Task A_key_is_given_in_either_header(string header, string value)
    {
        await using var server = new LiveFeedServer(Credentialed.ApiKey(0, "secret", publish: ["a"]));

        Assert.Equal(HttpStatusCode.Accepted, await PublishAsync(server, header, value, "secret", "a"));
        Assert.Equal(HttpStatusCode.Forbidden, await PublishAsync(server, header, value, "secret", "b"));
        Assert.Equal(HttpStatusCode.Unauthorized, await PublishAsync(server, header, value, "Secret", "a"));
        Assert.Equal(
            HttpStatusCode.Unauthorized, await PublishAsync(server, header, value, Credentialed.Sha256("secret"), "a"));
    }

    [Fact]
    public async Task While_a_key_is_replaced_both_are_good()
    {
        await using var server = new LiveFeedServer(
            [.. Credentialed.ApiKey(0, "old", publish: ["a"]), .. Credentialed.ApiKey(1, "new", publish: ["a"])]);

        Assert.Equal(HttpStatusCode.Accepted, await PublishAsync(server, "X-API-Key", "{0}", "old", "a"));
        Assert.Equal(HttpStatusCode.Accepted, await PublishAsync(server, "X-API-Key", "{0}", "new", "a"));
    }

    [Fact]
    public async Task A_hash_may_be_in_upper_case()
    {
        await using var server = new LiveFeedServer(
            ("Access:Keys:0:Name", "k"),
            ("Access:Keys:0:Sha256", Credentialed.Sha256("secret").ToUpperInvariant()),
            ("Access:Keys:0:Publish:0", "a"));

        Assert.Equal(HttpStatusCode.Accepted, await PublishAsync(server, "X-API-Key", "{0}", "secret", "a"));
    }

    [Fact]
    public async Task Keys_and_tokens_hold_beside_each_other()
    {
        await using var server = new LiveFeedServer(
            [Credentialed.BySecret, .. Credentialed.ApiKey(0, "secret", publish: ["a"])]);

        Assert.Equal(HttpStatusCode.Accepted, await PublishAsync(server, "Authorization", "Bearer {0}", "secret", "a"));
        Assert.Equal(
            HttpStatusCode.Accepted,
            await PublishAsync(server, "Authorization", "Bearer {0}", TestToken.For("a").BySecret(), "a"));
        Assert.Equal(
            HttpStatusCode.Unauthorized, await PublishAsync(server, "X-API-Key", "{0}", TestToken.For("a").BySecret(), "a"));
    }

    [Theory]
    [InlineData("subscribe")]
    [InlineData("all")]
    public async Task A_wrong_key_is_refused_also_where_no_key_is_needed(string anonymous)
    {
        await using var server = new LiveFeedServer(
            [("Access:Anonymous", anonymous), .. Credentialed.ApiKey(0, "secret", publish: ["a"])]);

        Assert.Equal(HttpStatusCode.OK, await server.StatusAsync("GET", "/events?topic=b", []));
        Assert.Equal(
            HttpStatusCode.Unauthorized, await server.StatusAsync("GET", "/events?topic=b", [("X-API-Key", "wrong")]));
        Assert.Equal(HttpStatusCode.Unauthorized, await server.StatusAsync("GET", "/events?topic=b", [("X-API-Key", "")]));
    }

    [Fact]
    public async Task A_client_with_a_key_may_do_all_that_is_allowed_without_one()
    {
        await using var server = new LiveFeedServer(
            [("Access:Anonymous", "subscribe"), .. Credentialed.ApiKey(0, "secret", publish: ["a"])]);

        Assert.Equal(HttpStatusCode.OK, await server.StatusAsync("GET", "/events?topic=b", [("X-API-Key", "secret")]));
        Assert.Equal(HttpStatusCode.Accepted, await PublishAsync(server, "X-API-Key", "{0}", "secret", "a"));
    }

    [Fact]
    public async Task When_keys_are_set_nothing_is_allowed_without_one_unless_a_setting_allows_it()
    {
        await using var server = new LiveFeedServer(Credentialed.ApiKey(0, "secret", publish: ["a"]));

        await server.Http.GetProblemAsync("/events?topic=a", HttpStatusCode.Unauthorized, "unauthorized");
        await server.Http.GetProblemAsync("/metrics", HttpStatusCode.Unauthorized, "unauthorized");
    }

    [Fact]
    public async Task Metrics_may_be_opened_to_all()
    {
        await using var server = new LiveFeedServer(
            [("Access:OpenMetrics", "true"), .. Credentialed.ApiKey(0, "secret", publish: ["a"])]);

        Assert.Equal(HttpStatusCode.OK, await server.StatusAsync("GET", "/metrics", []));
        Assert.Equal(HttpStatusCode.Unauthorized, await server.StatusAsync("GET", "/clients", []));
    }

    private static Task<HttpStatusCode> PublishAsync(
        LiveFeedServer server, string header, string value, string key, string topic)
    {
        var credentials = (header, value.Replace("{0}", key, StringComparison.Ordinal));
        return server.StatusAsync("POST", "/events", [credentials], $$"""{"topic":"{{topic}}","data":1}""");
    }
}
