using System.Net;
using System.Text.RegularExpressions;
using LiveFeed.Tests.Architecture;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Boards.Examples;

/// <summary>The pages under <c>/examples/</c>, as browsers get them.</summary>
public sealed partial class ExampleFilesTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private const int PageLines = 200;

    private readonly LiveFeedServer _server = fixture.Server;

    private static readonly string Root = Path.GetFullPath(Path.Combine(SourceTree.Service(), "../.."));

    public static TheoryData<string> Names =>
        [.. Directory.GetFiles(Path.Combine(Root, "examples"), "index.html", SearchOption.AllDirectories)
            .Select(file => Path.GetFileName(Path.GetDirectoryName(file))!)
            .Where(name => name != "examples").Order(StringComparer.Ordinal)];

    [Theory]
    [InlineData("/examples/", "text/html; charset=utf-8")]
    [InlineData("/examples/chat/", "text/html; charset=utf-8")]
    [InlineData("/examples/chat/?name=Ada", "text/html; charset=utf-8")]
    [InlineData("/examples/chat/chat.js", "text/javascript; charset=utf-8")]
    [InlineData("/examples/page/page.css", "text/css; charset=utf-8")]
    public async Task A_file_has_its_type_and_is_asked_for_again(string path, string type)
    {
        using var response = await GetAsync(path);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(type, response.Content.Headers.ContentType?.ToString());
        Assert.Equal("no-cache", response.Headers.CacheControl?.ToString());
        using var again = new HttpRequestMessage(HttpMethod.Get, path);
        again.Headers.IfNoneMatch.Add(response.Headers.ETag!);
        using var unchanged = await _server.Http.SendAsync(again, TestContext.Current.CancellationToken).WithinDeadline();
        Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_page_runs_only_scripts_of_its_own_files_and_only_the_call_may_ask_for_the_camera(string name)
    {
        using var response = await GetAsync($"/examples/{name}/");
        var page = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        var policy = Assert.Single(response.Headers.GetValues("Content-Security-Policy"));
        Assert.StartsWith("default-src 'none'; script-src 'self'; style-src 'self'; ", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Equal(
            name == "call" ? "camera=(self), microphone=(self)" : "camera=(), microphone=()",
            string.Join(", ", Assert.Single(response.Headers.GetValues("Permissions-Policy")).Split(", ").Take(2)));
        Assert.DoesNotMatch(Inline(), page);
    }

    [Theory]
    [InlineData("/examples", "/examples/")]
    [InlineData("/examples/chat?name=Ada", "/examples/chat/?name=Ada")]
    public async Task A_folder_without_its_slash_leads_to_the_page(string path, string page)
    {
        using var handler = new HttpClientHandler { AllowAutoRedirect = false };
        using var http = new HttpClient(handler) { BaseAddress = _server.Address };

        using var response = await http.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken)
            .WithinDeadline();

        Assert.Equal(HttpStatusCode.MovedPermanently, response.StatusCode);
        Assert.Equal(page, new Uri(_server.Address, response.Headers.Location!).PathAndQuery);
    }

    [Theory]
    [InlineData("/examples/none/")]
    [InlineData("/examples/chat/none.js")]
    [InlineData("/examples/README.md")]
    [InlineData("/examples/package.json")]
    [InlineData("/examples/machine/producer.mjs")]
    [InlineData("/examples/machine/board.json")]
    [InlineData("/examples/%2e%2e/appsettings.json")]
    [InlineData("/examples/..%2fappsettings.json")]
    public async Task What_is_no_page_is_not_there(string path)
    {
        using var response = await GetAsync(path);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task They_can_be_switched_off()
    {
        await using var server = new LiveFeedServer(("Examples:Enabled", "false"));

        foreach (var path in (string[])["/examples", "/examples/", "/examples/chat/", "/examples/page/page.js"])
        {
            using var response = await server.Http
                .GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken).WithinDeadline();
            Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_page_and_its_scripts_are_short(string name)
    {
        var lines = CodeOf(name).Sum(file => File.ReadLines(file).Count());

        Assert.InRange(lines, 1, PageLines);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_page_uses_the_library_and_nothing_beside_it(string name)
    {
        var code = string.Join('\n', CodeOf(name).Select(File.ReadAllText));

        Assert.DoesNotMatch("new (EventSource|WebSocket)|fetch\\(", code);
        Assert.All(Import().Matches(code), import => Assert.Matches(
            @"^(\./|\.\./page/|/client/index\.js$|/theme\.js$|/socket\.io/socket\.io\.js$)|^[a-z]+\.js$",
            import.Groups["from"].Value));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Its_pictures_are_taken_and_shown(string name)
    {
        var shown = File.ReadAllText(Path.Combine(Root, "examples/README.md"));

        Assert.All([$"{name}-laptop-light.png", $"{name}-phone-dark.png"], picture =>
        {
            Assert.True(File.Exists(Path.Combine(Root, "docs/examples", picture)), picture);
            Assert.Contains($"../docs/examples/{picture})", shown, StringComparison.Ordinal);
        });
    }

    private static IEnumerable<string> CodeOf(string name) => Directory.GetFiles(Path.Combine(Root, "examples", name))
        .Where(file => Path.GetExtension(file) is ".html" or ".js");

    private Task<HttpResponseMessage> GetAsync(string path) =>
        _server.Http.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken)
                .WithinDeadline();

    // What a script imports, and what a page has for a script.
    [GeneratedRegex(@"(?:^import\b[^'""]*|\bimport\(|<script[^>]*\bsrc=)['""](?<from>[^'""]+)['""]", RegexOptions.Multiline)]
    private static partial Regex Import();

    // A script, a style or a handler that stands in the page itself.
    [GeneratedRegex(@"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=", RegexOptions.IgnoreCase)]
    private static partial Regex Inline();
}
