using System.Net;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Hosting;

/// <summary>What a page of another site can have its visitor's browser do here.</summary>
public sealed class OriginGuardTests
{
    private const string Shop = "https://shop.example.com";
    private const string Evil = "https://evil.example";

    [Theory]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    [InlineData("Sec-Fetch-Site", "")]
    [InlineData("Origin", Evil)]
    [InlineData("Origin", "null")]
    [InlineData("Origin", "http://127.0.0.1:1")]
    [InlineData("Origin", "http://localhost")]
    public async Task A_page_of_another_site_changes_nothing(string header, string value)
    {
        await using var server = new LiveFeedServer();
        await using var stream = await server.FollowAsync("/events?topic=t");
        var id = (await stream.ReadConnectedAsync()).ClientId;

        (string, string)[] changes =
        [
            ("POST", "/topics/t"), ("POST", "/events"), ("DELETE", $"/clients/{id}"), ("PATCH", $"/clients/{id}"),
            ("POST", $"/clients/{id}/token"), ("DELETE", "/clients?user=ada"), ("POST", "/tickets"),
        ];
        foreach (var (method, path) in changes)
        {
            using var response = await server.SendAsync(
                method, path, [(header, value)], method is "POST" or "PATCH" ? "1" : null, "text/plain");
            await response.ReadProblemAsync(HttpStatusCode.Forbidden, "forbidden");
        }

        await server.AssertNothingForAsync(stream, "t");
    }

    [Theory]
    [InlineData("Sec-Fetch-Site", "same-origin")]
    [InlineData("Sec-Fetch-Site", "none")]
    [InlineData("Origin", "own")]
    [InlineData("X-Nothing", "1")]
    public async Task The_services_own_pages_and_those_who_are_no_browser_publish_as_before(string header, string value)
    {
        await using var server = new LiveFeedServer();
        var own = value == "own" ? server.Address.GetLeftPart(UriPartial.Authority) : value;

        Assert.Equal(HttpStatusCode.Accepted, await server.StatusAsync("POST", "/topics/t", [(header, own)], "1"));
    }

    [Theory]
    [InlineData("Sec-Fetch-Site", "same-origin", HttpStatusCode.OK)]
    [InlineData("Origin", "own", HttpStatusCode.OK)]
    [InlineData("Sec-Fetch-Site", "cross-site", HttpStatusCode.Forbidden)]
    [InlineData("Origin", "null", HttpStatusCode.Forbidden)]
    public async Task The_page_of_a_client_changes_its_stream_by_the_cookie_and_another_sites_page_does_not(
        string header, string value, HttpStatusCode expected)
    {
        await using var server = new LiveFeedServer(Credentialed.BySecret);
        (string, string) cookie = ("Cookie", $"livefeed_token={TestToken.For("t/*").BySecret()}");
        (string, string) page = (header, value == "own" ? server.Address.GetLeftPart(UriPartial.Authority) : value);
        await using var stream = await server.FollowAsync("/events?topic=t/1", cookie);
        var id = (await stream.ReadConnectedAsync()).ClientId;
        const string Change = """{"subscribe":[{"topic":"t/2"}]}""";

        Assert.Equal(expected, await server.StatusAsync("PATCH", $"/clients/{id}", [cookie, page], Change));
        Assert.Equal(expected, await server.StatusAsync("POST", $"/clients/{id}/token", [cookie, page]));
        Assert.Equal(expected, await server.StatusAsync("POST", "/tickets", [cookie, page]));
    }

    [Fact]
    public async Task Requests_that_only_read_are_left_to_the_browser()
    {
        await using var server = new LiveFeedServer();

        Assert.Equal(
            HttpStatusCode.OK,
            await server.StatusAsync("GET", "/topics", [("Origin", Evil), ("Sec-Fetch-Site", "cross-site")]));
    }

    [Theory]
    [InlineData(Shop, Shop, HttpStatusCode.Accepted)]
    [InlineData(Shop, Evil, HttpStatusCode.Forbidden)]
    [InlineData("*", Evil, HttpStatusCode.Accepted)]
    public async Task A_named_origin_publishes(string named, string origin, HttpStatusCode expected)
    {
        await using var server = new LiveFeedServer(("Cors:Origins:0", named));

        Assert.Equal(expected, await server.StatusAsync(
            "POST", "/topics/t", [("Origin", origin), ("Sec-Fetch-Site", "cross-site")], "1"));
    }

    // Basic a browser does add by itself, when its user has given it a password for this address.
    [Theory]
    [InlineData("X-API-Key", "secret", HttpStatusCode.Accepted)]
    [InlineData("Authorization", "Bearer secret", HttpStatusCode.Accepted)]
    [InlineData("Authorization", "Basic YTpi", HttpStatusCode.Forbidden)]
    [InlineData("Cookie", "livefeed_token=secret", HttpStatusCode.Forbidden)]
    public async Task Credentials_that_no_browser_adds_by_itself_count_from_anywhere(
        string header, string value, HttpStatusCode expected)
    {
        await using var server = new LiveFeedServer(
            [("Access:Anonymous", "all"), .. Credentialed.ApiKey(0, "secret", publish: ["**"])]);

        Assert.Equal(expected, await server.StatusAsync(
            "POST", "/topics/t", [(header, value), ("Origin", Evil), ("Sec-Fetch-Site", "cross-site")], "1"));
    }

    [Theory]
    [InlineData("localhost", HttpStatusCode.OK)]
    [InlineData("LOCALHOST:5080", HttpStatusCode.OK)]
    [InlineData("feed.localhost:5080", HttpStatusCode.OK)]
    [InlineData("127.0.0.2:5080", HttpStatusCode.OK)]
    [InlineData("[::1]:5080", HttpStatusCode.OK)]
    [InlineData("evil.example:5080", HttpStatusCode.Forbidden)]
    [InlineData("localhost.evil.example", HttpStatusCode.Forbidden)]
    [InlineData("notlocalhost", HttpStatusCode.Forbidden)]
    [InlineData("127.0.0.1.evil.example", HttpStatusCode.Forbidden)]
    [InlineData("192.0.2.1:5080", HttpStatusCode.Forbidden)]
    [InlineData("0.0.0.0:5080", HttpStatusCode.Forbidden)]
    public async Task When_anonymous_clients_may_do_anything_the_service_answers_to_names_of_this_machine_only(
        string host, HttpStatusCode expected)
    {
        await using var server = new LiveFeedServer();

        string[] paths =
        [
            "/events?topic=t", "/history", "/topics", "/boards/host.json",
            "/healthz/ready", "/metrics", "/swagger/v1/swagger.json",
        ];
        foreach (var path in paths)
        {
            Assert.Equal(expected, await server.StatusAsync("GET", path, [("Host", host)]));
        }
    }

    [Fact]
    public async Task Another_name_is_told_what_to_set()
    {
        await using var server = new LiveFeedServer();

        using var response = await server.SendAsync("GET", "/history", [("Host", "evil.example")]);

        var problem = await response.ReadProblemAsync(HttpStatusCode.Forbidden, "forbidden");
        Assert.Contains("LiveFeed:Proxies", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    // As nginx sends it on with no more than proxy_pass: HTTP/1.0, and its own name for the service as Host.
    [Fact]
    public async Task A_save_behind_a_proxy_that_changes_the_host_is_told_what_to_set_there()
    {
        await using var server = new LiveFeedServer();
        var request = $"PUT /boards/new.json HTTP/1.0\r\nHost: {server.Address.Authority}\r\nConnection: close\r\n" +
            "Origin: http://feed.example.com:8080\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}";

        var answer = await RawHttp.AskAsync(server.Address, request, until: "never in it");

        Assert.Contains(" 403 ", answer, StringComparison.Ordinal);
        string[] all =
        [
            "http://feed.example.com:8080", server.Address.Authority, "proxy_set_header Host $http_host",
            "LiveFeed:Proxies", "LiveFeed:Cors:Origins",
        ];
        foreach (var told in all)
        {
            Assert.Contains(told, answer, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Saving_behind_the_proxy_works_with_the_settings_that_the_refusal_names()
    {
        await using var server = new LiveFeedServer(("Access:Anonymous", "all"));

        Assert.Equal(HttpStatusCode.Accepted, await server.StatusAsync(
            "POST", "/topics/t", [("Host", "feed.example.com:8080"), ("Origin", "http://feed.example.com:8080")], "1"));
    }

    [Fact]
    public async Task Behind_a_proxy_any_name_is_good_and_pages_under_it_are_the_services_own()
    {
        await using var server = new LiveFeedServer(("Proxies:0", "127.0.0.1"));
        (string, string)[] through =
            [("X-Forwarded-Host", "feed.example.com"), ("X-Forwarded-Proto", "https"), ("X-Forwarded-For", "192.0.2.1")];

        Assert.Equal(HttpStatusCode.OK, await server.StatusAsync("GET", "/history", through));
        Assert.Equal(HttpStatusCode.Accepted, await server.StatusAsync(
            "POST", "/topics/t", [.. through, ("Origin", "https://feed.example.com")], "1"));
        Assert.Equal(
            HttpStatusCode.Forbidden, await server.StatusAsync("POST", "/topics/t", [.. through, ("Origin", Evil)], "1"));
    }

    [Fact]
    public async Task When_access_is_configured_any_host_name_is_good()
    {
        await using var server = new LiveFeedServer(("Access:Anonymous", "subscribe"));

        Assert.Equal(HttpStatusCode.OK, await server.StatusAsync("GET", "/history", [("Host", "feed.example.com")]));
    }
}
