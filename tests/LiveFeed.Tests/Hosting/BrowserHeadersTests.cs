using System.Net;
using LiveFeed.Log;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Hosting;

/// <summary>The headers that forbid browsers something.</summary>
public sealed class BrowserHeadersTests
{
    [Theory]
    [InlineData("/topics", HttpStatusCode.OK)]
    [InlineData("/healthz/live", HttpStatusCode.OK)]
    [InlineData("/history?limit=x", HttpStatusCode.BadRequest)]
    [InlineData("/nothing", HttpStatusCode.NotFound)]
    [InlineData("/boards/none.json", HttpStatusCode.NotFound)]
    public async Task Every_answer_forbids_the_browser_to_guess_its_type(string path, HttpStatusCode status)
    {
        await using var server = new LiveFeedServer();

        using var response = await GetAsync(server, path);

        Assert.Equal(status, response.StatusCode);
        Assert.Equal("nosniff", Header(response, "X-Content-Type-Options"));
    }

    [Fact]
    public async Task Streams_and_answers_to_producers_forbid_the_browser_to_guess_their_type()
    {
        await using var server = new LiveFeedServer();
        await using var stream = await server.FollowAsync("/events");
        using var posted = await server.Http.PostToTopicAsync("t", "<script>");

        Assert.Equal("nosniff", Header(stream.Response, "X-Content-Type-Options"));
        Assert.Equal("nosniff", Header(posted, "X-Content-Type-Options"));
    }

    [Fact]
    public async Task The_answer_to_an_exception_forbids_the_browser_to_guess_its_type()
    {
        FailingLog? log = null;
        await using var server = new LiveFeedServer(services => FailingLog.AddTo(services, made => log = made));
        log!.Failure = new LogUnavailableException("the disk is full");

        using var response = await server.Http.PostToTopicAsync("t", "1");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal("nosniff", Header(response, "X-Content-Type-Options"));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/boards/host")]
    [InlineData("/boards/none")]
    [InlineData("/explore")]
    [InlineData("/index.html")]
    [InlineData("/swagger/index.html")]
    public async Task A_page_runs_only_scripts_of_its_own_files(string path)
    {
        await using var server = new LiveFeedServer();

        using var response = await GetAsync(server, path);

        var policy = Directives(response);
        Assert.Equal("'none'", policy["default-src"]);
        Assert.Equal("'self'", policy["script-src"]);
        Assert.Equal("'self'", policy["connect-src"]);
        Assert.Equal("'none'", policy["base-uri"]);
        Assert.Equal("'self'", policy["frame-ancestors"]);
        Assert.DoesNotContain(policy.Values, sources => sources.Contains("unsafe", StringComparison.Ordinal));
        Assert.Equal("no-referrer", Header(response, "Referrer-Policy"));
        Assert.Equal("same-origin", Header(response, "Cross-Origin-Opener-Policy"));
        Assert.Equal("same-origin", Header(response, "Cross-Origin-Resource-Policy"));
        Assert.Contains(
            "camera=()", string.Join(',', response.Headers.GetValues("Permissions-Policy")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Which_pages_may_frame_a_board_is_a_setting_of_the_boards_alone()
    {
        await using var server = new LiveFeedServer(("Boards:FrameAncestors", "'self' https://wiki.example.com"));

        using var board = await GetAsync(server, "/boards/host");
        using var docs = await GetAsync(server, "/swagger/index.html");

        Assert.Equal("'self' https://wiki.example.com", Directives(board)["frame-ancestors"]);
        Assert.Equal("'self'", Directives(docs)["frame-ancestors"]);
    }

    [Fact]
    public async Task Boards_embed_images_and_pages_of_the_service_and_of_the_hosts_that_are_named()
    {
        await using var closed = new LiveFeedServer();
        await using var open = new LiveFeedServer(
            ("Boards:EmbedSources:0", "*.example.com"), ("Boards:EmbedSources:1", "wiki.example.org:8443"));

        using var usual = await GetAsync(closed, "/boards/host");
        using var opened = await GetAsync(open, "/boards/host");

        Assert.Equal("'self'", Directives(usual)["img-src"]);
        Assert.Equal("'self'", Directives(usual)["frame-src"]);
        Assert.Equal("'self' https://*.example.com https://wiki.example.org:8443", Directives(opened)["img-src"]);
        Assert.Equal("'self' https://*.example.com https://wiki.example.org:8443", Directives(opened)["frame-src"]);
        Assert.Equal("'self'", Directives(opened)["script-src"]);
    }

    private static Task<HttpResponseMessage> GetAsync(LiveFeedServer server, string path) =>
        server.Http.GetAsync(new Uri(path, UriKind.Relative)).WithinDeadline();

    private static string Header(HttpResponseMessage response, string name) =>
        Assert.Single(response.Headers.GetValues(name));

    private static Dictionary<string, string> Directives(HttpResponseMessage response) =>
        Header(response, "Content-Security-Policy")
        .Split(';', StringSplitOptions.TrimEntries)
        .Select(directive => directive.Split(' ', 2))
        .ToDictionary(directive => directive[0], directive => directive[1]);
}
