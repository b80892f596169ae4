using System.Net;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Hosting;

/// <summary>The headers that tell browsers about pages of other origins.</summary>
public sealed class CorsTests
{
    private const string Shop = "https://shop.example.com";
    private const string AllowOrigin = "Access-Control-Allow-Origin";

    [Fact]
    public async Task By_default_no_other_origin_gets_CORS_headers()
    {
        await using var server = new LiveFeedServer();

        using var response = await AskAsync(server, HttpMethod.Get, "/topics", Shop);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.DoesNotContain(response.Headers, header =>
            header.Key.StartsWith("Access-Control", StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("/topics", HttpStatusCode.OK)]
    [InlineData("/history?limit=x", HttpStatusCode.BadRequest)]
    [InlineData("/nothing", HttpStatusCode.NotFound)]
    public async Task A_named_origin_may_read_every_answer_and_another_none(string path, HttpStatusCode status)
    {
        await using var server = new LiveFeedServer(("Cors:Origins:0", Shop), ("Cors:Origins:1", "http://localhost:3000"));

        using var named = await AskAsync(server, HttpMethod.Get, path, Shop);
        using var other = await AskAsync(server, HttpMethod.Get, path, "https://evil.example.com");

        Assert.Equal((status, status), (named.StatusCode, other.StatusCode));
        Assert.Equal(Shop, Header(named, AllowOrigin));
        Assert.Contains("Origin", named.Headers.Vary);
        Assert.False(other.Headers.Contains(AllowOrigin));
    }

    [Fact]
    public async Task A_stream_may_be_read_and_is_kept_apart_by_origin_and_encoding()
    {
        await using var server = new LiveFeedServer(("Cors:Origins:0", Shop), ("Cors:Origins:1", "http://localhost:3000"));

        await using var stream = await server.FollowAsync("/events?topic=t", ("Origin", Shop));
        await stream.ReadConnectedAsync();

        Assert.Equal(Shop, Header(stream.Response, AllowOrigin));
        Assert.Equal(["Accept-Encoding", "Origin"], stream.Response.Headers.Vary.Order());
        await server.AssertNothingForAsync(stream, "t");
    }

    [Fact]
    public async Task Before_it_posts_a_page_is_told_what_it_may_send()
    {
        await using var server = new LiveFeedServer(("Cors:Origins:0", Shop));
        using var request = new HttpRequestMessage(HttpMethod.Options, "/events");
        request.Headers.Add("Origin", Shop);
        request.Headers.Add("Access-Control-Request-Method", "POST");
        request.Headers.Add("Access-Control-Request-Headers", "content-type,idempotency-key");

        using var response = await server.Http.SendAsync(request, TestContext.Current.CancellationToken).WithinDeadline();

        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        Assert.Equal(Shop, Header(response, AllowOrigin));
        Assert.Equal("7200", Header(response, "Access-Control-Max-Age"));
        Assert.Superset(
            new HashSet<string> { "Last-Event-ID", "Content-Type", "Authorization", "X-API-Key", "Idempotency-Key" },
            Header(response, "Access-Control-Allow-Headers").Split(',').ToHashSet());
        Assert.Superset(
            new HashSet<string> { "GET", "POST", "DELETE" },
            Header(response, "Access-Control-Allow-Methods").Split(',').ToHashSet());
    }

    [Theory]
    [InlineData("PATCH", "/clients/c-1", "authorization,content-type")]
    [InlineData("POST", "/clients/c-1/token", "authorization")]
    [InlineData("POST", "/tickets", "authorization")]
    [InlineData("DELETE", "/clients?user=ada", "x-api-key")]
    public async Task A_page_of_a_named_origin_may_change_streams_and_another_may_not(
        string method, string path, string headers)
    {
        await using var server = new LiveFeedServer(("Cors:Origins:0", Shop));

        using var named = await AskBeforeAsync(server, Shop, method, path, headers);
        using var other = await AskBeforeAsync(server, "https://evil.example.com", method, path, headers);

        Assert.Equal(Shop, Header(named, AllowOrigin));
        Assert.Contains(method, Header(named, "Access-Control-Allow-Methods").Split(','));
        Assert.All(
            headers.Split(','),
            name => Assert.Contains(
                name, Header(named, "Access-Control-Allow-Headers").Split(','), StringComparer.OrdinalIgnoreCase));
        Assert.False(other.Headers.Contains(AllowOrigin));
    }

    [Fact]
    public async Task A_refused_producer_may_read_when_to_come_back()
    {
        await using var server = new LiveFeedServer(("Cors:Origins:0", Shop));

        using var response = await AskAsync(server, HttpMethod.Post, "/events", Shop);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
        Assert.Equal(
            ["RateLimit", "RateLimit-Policy", "Retry-After"],
            Header(response, "Access-Control-Expose-Headers").Split(',').Order());
    }

    [Fact]
    public async Task Credentials_are_allowed_only_where_the_settings_say_so()
    {
        await using var without = new LiveFeedServer(("Cors:Origins:0", Shop));
        await using var with = new LiveFeedServer(("Cors:Origins:0", Shop), ("Cors:Credentials", "true"));

        using var refused = await AskAsync(without, HttpMethod.Get, "/topics", Shop);
        using var allowed = await AskAsync(with, HttpMethod.Get, "/topics", Shop);

        Assert.False(refused.Headers.Contains("Access-Control-Allow-Credentials"));
        Assert.Equal("true", Header(allowed, "Access-Control-Allow-Credentials"));
    }

    [Fact]
    public async Task A_star_lets_in_every_origin_without_credentials()
    {
        await using var server = new LiveFeedServer(("Cors:Origins:0", "*"));

        using var response = await AskAsync(server, HttpMethod.Get, "/topics", "https://anyone.example");

        Assert.Equal("*", Header(response, AllowOrigin));
        Assert.False(response.Headers.Contains("Access-Control-Allow-Credentials"));
    }

    private static Task<HttpResponseMessage> AskAsync(LiveFeedServer server, HttpMethod method, string path, string origin)
    {
        var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        request.Headers.Add("Origin", origin);
        return server.Http.SendAsync(request).WithinDeadline();
    }

    private static Task<HttpResponseMessage> AskBeforeAsync(
        LiveFeedServer server, string origin, string method, string path, string headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Options, new Uri(path, UriKind.Relative));
        request.Headers.Add("Origin", origin);
        request.Headers.Add("Access-Control-Request-Method", method);
        request.Headers.Add("Access-Control-Request-Headers", headers);
        return server.Http.SendAsync(request).WithinDeadline();
    }

    private static string Header(HttpResponseMessage response, string name) =>
        Assert.Single(response.Headers.GetValues(name));
}
