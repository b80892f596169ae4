using System.Net;
using LiveFeed.Log;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Badges;

/// <summary>The rights to see a topic's picture, and the sites that may show it.</summary>
public sealed class BadgeAccessTests
{
    private const string Badge = "/badge.svg?topic=orders/eu";

    [Fact]
    public async Task The_token_may_be_in_the_address()
    {
        await using var server = new LiveFeedServer(Credentialed.BySecret);
        var (good, other) = (TestToken.For("orders/**").BySecret(), TestToken.For("other/**").BySecret());

        Assert.Equal(HttpStatusCode.OK, await server.StatusAsync("GET", $"{Badge}&access_token={good}", []));
        Assert.Equal(HttpStatusCode.Forbidden, await server.StatusAsync("GET", $"{Badge}&access_token={other}", []));
        Assert.Equal(HttpStatusCode.Unauthorized, await server.StatusAsync("GET", Badge, []));
    }

    [Fact]
    public async Task A_topic_that_one_may_not_follow_looks_the_same_whether_or_not_it_has_events()
    {
        await using var server = new LiveFeedServer(Credentialed.BySecret);
        await server.Log.AppendAsync([TestEvents.Event("hidden", 1)], TestContext.Current.CancellationToken);
        (string, string)[] caller = [Credentialed.Bearer(TestToken.For("other/**").BySecret())];

        foreach (var topic in (string[])["hidden", "nothing"])
        {
            using var response = await server.SendAsync("GET", $"/sparkline.svg?topic={topic}", caller);
            await response.ReadProblemAsync(HttpStatusCode.Forbidden, "forbidden");
        }
    }

    [Fact]
    public async Task Pages_of_other_sites_may_show_what_the_address_itself_opens_and_nothing_that_the_browser_does()
    {
        await using var open = new LiveFeedServer(("Access:Anonymous", "subscribe"));
        await using var unasked = new LiveFeedServer();
        await using var secret = new LiveFeedServer(Credentialed.BySecret);
        var token = TestToken.For("orders/**").BySecret();

        Assert.Equal("cross-origin", await ResourcePolicyAsync(open, Badge));
        Assert.Equal("same-site", await ResourcePolicyAsync(unasked, Badge));
        Assert.Equal("cross-origin", await ResourcePolicyAsync(secret, $"{Badge}&access_token={token}"));
        Assert.Equal("same-site", await ResourcePolicyAsync(secret, Badge, ("Cookie", $"livefeed_token={token}")));
    }

    [Fact]
    public async Task Opened_by_itself_nothing_in_it_runs_or_loads()
    {
        await using var server = new LiveFeedServer();

        using var response = await server.SendAsync("GET", Badge, []);

        var policy = Assert.Single(response.Headers.GetValues("Content-Security-Policy"));
        Assert.StartsWith("default-src 'none'; style-src 'sha256-", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.EndsWith("sandbox", policy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/badge.svg", HttpStatusCode.UnprocessableEntity)]
    [InlineData("/badge.svg?topic=a/*", HttpStatusCode.UnprocessableEntity)]
    [InlineData("/badge.svg?topic=a&topic=b", HttpStatusCode.UnprocessableEntity)]
    [InlineData("/badge.svg?topic=a&unit=seventeen-letters", HttpStatusCode.UnprocessableEntity)]
    [InlineData("/badge.svg?topic=a&decimals=7", HttpStatusCode.BadRequest)]
    [InlineData("/badge.svg?topic=a&stale=5", HttpStatusCode.BadRequest)]
    [InlineData("/badge.svg?topic=a&stale=-00:05:00", HttpStatusCode.BadRequest)]
    [InlineData("/badge.svg?topic=a&warningAbove=NaN", HttpStatusCode.BadRequest)]
    [InlineData("/badge.svg?topic=a&criticalBelow=1e999", HttpStatusCode.BadRequest)]
    [InlineData("/sparkline.svg?topic=a&window=1.00:00:01", HttpStatusCode.BadRequest)]
    [InlineData("/sparkline.svg?topic=a&window=00:00:00", HttpStatusCode.BadRequest)]
    [InlineData("/sparkline.svg?topic=a&width=1001", HttpStatusCode.BadRequest)]
    public async Task What_makes_no_sense_is_refused(string path, HttpStatusCode status)
    {
        await using var server = new LiveFeedServer();

        await server.Http.GetProblemAsync(path, status, status == HttpStatusCode.BadRequest ? "malformed" : "invalid");
    }

    private static async Task<string> ResourcePolicyAsync(
        LiveFeedServer server, string path, params (string Name, string Value)[] headers)
    {
        using var response = await server.SendAsync("GET", path, headers);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return Assert.Single(response.Headers.GetValues("Cross-Origin-Resource-Policy"));
    }
}
