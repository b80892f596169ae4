using System.Net;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Access;

/// <summary>Where a token may stand, and which one counts when there are several.</summary>
public sealed class TokenLocationTests(TokenLocationServer fixture) : IClassFixture<TokenLocationServer>
{
    private const string Event = """{"topic":"a","data":1}""";

    private static readonly string Good = TestToken.For("a").BySecret();

    private LiveFeedServer Server => fixture.Server;

    [Fact]
    public async Task An_EventSource_gives_it_in_the_query_or_a_cookie()
    {
        Assert.Equal(HttpStatusCode.OK, await Server.StatusAsync("GET", $"/events?topic=a&access_token={Good}", []));
        Assert.Equal(
            HttpStatusCode.OK, await Server.StatusAsync("GET", "/events?topic=a", [("Cookie", $"livefeed_token={Good}")]));
        Assert.Equal(HttpStatusCode.OK, await Server.StatusAsync("GET", $"/history?topic=a&access_token={Good}", []));
    }

    [Fact]
    public async Task A_token_in_the_query_does_not_count_for_requests_that_change_something()
    {
        Assert.Equal(
            HttpStatusCode.Unauthorized, await Server.StatusAsync("POST", $"/events?access_token={Good}", [], Event));
        Assert.Equal(
            HttpStatusCode.Unauthorized, await Server.StatusAsync("DELETE", $"/clients/c-1?access_token={Good}", []));
    }

    [Theory]
    [InlineData("good", "bad", "bad", HttpStatusCode.OK)]
    [InlineData("bad", "good", "good", HttpStatusCode.Unauthorized)]
    [InlineData(null, "good", "bad", HttpStatusCode.OK)]
    [InlineData(null, "bad", "good", HttpStatusCode.Unauthorized)]
    [InlineData(null, null, "good", HttpStatusCode.OK)]
    [InlineData(null, null, "bad", HttpStatusCode.Unauthorized)]
    public async Task The_header_wins_over_the_query_and_the_query_over_the_cookie(
        string? header, string? query, string? cookie, HttpStatusCode expected)
    {
        List<(string, string)> headers = [];
        if (header is not null)
        {
            headers.Add(("Authorization", $"Bearer {TokenFor(header)}"));
        }

        if (cookie is not null)
        {
            headers.Add(("Cookie", $"other=1; livefeed_token={TokenFor(cookie)}"));
        }

        var rest = query is null ? "" : $"&access_token={TokenFor(query)}";
        Assert.Equal(expected, await Server.StatusAsync("GET", $"/events?topic=a{rest}", [.. headers]));
    }

    [Theory]
    [InlineData("Authorization", "Bearer bad", "", HttpStatusCode.Unauthorized)]
    [InlineData("X-Nothing", "1", "&access_token=bad", HttpStatusCode.Unauthorized)]
    [InlineData("Cookie", "livefeed_token=bad", "", HttpStatusCode.OK)]
    public async Task A_header_and_a_token_win_over_a_ticket_and_a_ticket_over_the_cookie(
        string header, string value, string query, HttpStatusCode expected)
    {
        using var asked = await Server.SendAsync("POST", "/tickets", [Credentialed.Bearer(Good)]);
        var ticket = (await asked.ReadJsonAsync(HttpStatusCode.OK)).GetProperty("ticket").GetString();

        Assert.Equal(
            expected, await Server.StatusAsync("GET", $"/events?topic=a&ticket={ticket}{query}", [(header, value)]));
    }

    [Fact]
    public async Task Another_authorization_scheme_is_ignored()
    {
        Assert.Equal(HttpStatusCode.OK, await Server.StatusAsync(
            "GET", $"/events?topic=a&access_token={Good}", [("Authorization", "Basic YTpi")]));
    }

    [Theory]
    [InlineData("/events?topic=a&access_token=")]
    [InlineData("/events?topic=a&access_token=x&access_token=y")]
    public async Task A_token_that_is_empty_or_given_twice_is_no_good(string request) =>
        Assert.Equal(HttpStatusCode.Unauthorized, await Server.StatusAsync("GET", request, []));

    [Theory]
    [InlineData("Sec-Fetch-Site", "same-origin", HttpStatusCode.Accepted)]
    [InlineData("Sec-Fetch-Site", "same-site", HttpStatusCode.Forbidden)]
    [InlineData("Sec-Fetch-Site", "cross-site", HttpStatusCode.Forbidden)]
    [InlineData("Sec-Fetch-Site", "none", HttpStatusCode.Forbidden)]
    [InlineData("Origin", "own", HttpStatusCode.Accepted)]
    [InlineData("Origin", "https://evil.example", HttpStatusCode.Forbidden)]
    [InlineData("Origin", "http://127.0.0.1:1", HttpStatusCode.Forbidden)]
    [InlineData("Origin", "http://127.0.0.1", HttpStatusCode.Forbidden)]
    [InlineData("Origin", "null", HttpStatusCode.Forbidden)]
    [InlineData("X-Nothing", "1", HttpStatusCode.Forbidden)]
    public async Task A_cookie_counts_for_what_changes_something_only_from_the_services_own_pages(
        string header, string value, HttpStatusCode expected)
    {
        var own = value == "own" ? Server.Address.GetLeftPart(UriPartial.Authority) : value;

        Assert.Equal(
            expected,
            await Server.StatusAsync("POST", "/events", [("Cookie", $"livefeed_token={Good}"), (header, own)], Event));
    }

    [Fact]
    public async Task Another_sites_page_cannot_end_clients_by_the_cookie_of_an_administrator()
    {
        var admin = new TestToken { Admin = true }.BySecret();

        Assert.Equal(HttpStatusCode.Forbidden, await Server.StatusAsync(
            "DELETE", "/clients/c-1", [("Cookie", $"livefeed_token={admin}"), ("Sec-Fetch-Site", "cross-site")]));
        Assert.Equal(HttpStatusCode.NotFound, await Server.StatusAsync(
            "DELETE", "/clients/c-1", [("Cookie", $"livefeed_token={admin}"), ("Sec-Fetch-Site", "same-origin")]));
    }

    [Fact]
    public async Task A_header_is_not_added_by_a_browser_so_other_sites_do_not_matter()
    {
        Assert.Equal(HttpStatusCode.Accepted, await Server.StatusAsync(
            "POST",
            "/events",
            [Credentialed.Bearer(Good), ("Origin", "https://shop.example"), ("Sec-Fetch-Site", "cross-site")],
            Event));
    }

    [Fact]
    public async Task The_cookie_may_have_another_name()
    {
        await using var server = new LiveFeedServer(Credentialed.BySecret, ("Access:Cookie", "session"));

        Assert.Equal(HttpStatusCode.OK, await server.StatusAsync("GET", "/events?topic=a", [("Cookie", $"session={Good}")]));
        Assert.Equal(
            HttpStatusCode.Unauthorized,
            await server.StatusAsync("GET", "/events?topic=a", [("Cookie", $"livefeed_token={Good}")]));
    }

    private static string TokenFor(string quality) => quality == "good" ? Good : "bad";
}
