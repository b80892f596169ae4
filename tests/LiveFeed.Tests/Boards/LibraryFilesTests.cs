using System.Net;
using System.Text.RegularExpressions;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Boards;

/// <summary>The library for browsers, as a page without a bundler loads it.</summary>
public sealed partial class LibraryFilesTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private const string Shop = "https://shop.example.com";

    private static readonly bool IsBuilt = File.Exists(Path.Combine(AppContext.BaseDirectory, "client", "index.js"));

    private readonly LiveFeedServer _server = fixture.Server;

    [Theory]
    [InlineData("index")]
    [InlineData("websocket")]
    [InlineData("polling")]
    [InlineData("rooms")]
    [InlineData("sharing")]
    [InlineData("element")]
    [InlineData("queries")]
    [InlineData("engine")]
    public async Task Every_module_that_an_entry_may_load_is_there(string entry)
    {
        Assert.SkipUnless(IsBuilt, "the library is not built");
        var (due, seen) = (new Queue<Uri>([new Uri(_server.Http.BaseAddress!, $"/client/{entry}.js")]), new HashSet<Uri>());

        while (due.TryDequeue(out var module))
        {
            if (seen.Add(module))
            {
                using var response = await GetAsync(_server, module.AbsolutePath);
                Assert.True(response.StatusCode == HttpStatusCode.OK, $"{module} answers {response.StatusCode}");
                Assert.Equal("text/javascript", response.Content.Headers.ContentType?.MediaType);
                var source = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
                foreach (Match import in Import().Matches(source))
                {
                    due.Enqueue(new Uri(module, import.Groups["path"].Value));
                }
            }
        }
    }

    [Fact]
    public async Task A_browser_asks_again_and_loads_only_what_has_changed()
    {
        Assert.SkipUnless(IsBuilt, "the library is not built");

        using var first = await GetAsync(_server, "/client/index.js");
        using var again = await GetAsync(_server, "/client/index.js", ("If-None-Match", first.Headers.ETag!.ToString()));

        Assert.Equal("no-cache", first.Headers.CacheControl?.ToString());
        Assert.Equal("nosniff", Assert.Single(first.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
    }

    [Fact]
    public async Task A_range_that_a_file_does_not_have_is_a_problem()
    {
        Assert.SkipUnless(IsBuilt, "the library is not built");

        using var response = await GetAsync(_server, "/client/index.js", ("Range", "bytes=99999999-"));

        await response.ReadProblemAsync(HttpStatusCode.RequestedRangeNotSatisfiable, "out-of-range");
        Assert.True(response.Content.Headers.ContentRange?.HasLength);
    }

    [Theory]
    [InlineData("/client/none.js")]
    [InlineData("/client/index.d.ts")]
    [InlineData("/client/")]
    [InlineData("/client/../appsettings.json")]
    public async Task Nothing_but_its_modules_is_served(string path)
    {
        using var response = await GetAsync(_server, path);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task A_page_of_a_named_origin_may_load_it_and_another_may_not()
    {
        Assert.SkipUnless(IsBuilt, "the library is not built");
        await using var server = new LiveFeedServer(("Cors:Origins:0", Shop), ("Cors:Origins:1", "http://localhost:3000"));

        using var named = await GetAsync(server, "/client/index.js", ("Origin", Shop));
        using var other = await GetAsync(server, "/client/index.js", ("Origin", "https://evil.example.com"));

        Assert.Equal(Shop, Assert.Single(named.Headers.GetValues("Access-Control-Allow-Origin")));
        Assert.Contains("Origin", named.Headers.Vary);
        Assert.False(other.Headers.Contains("Access-Control-Allow-Origin"));
    }

    private static Task<HttpResponseMessage> GetAsync(
        LiveFeedServer server, string path, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return server.Http.SendAsync(request).WithinDeadline();
    }

    // Of another module, when it is wanted, and of a worker.
    [GeneratedRegex(@"(from |import\(|import |new URL\()'(?<path>\.{1,2}/[^']+)'")]
    private static partial Regex Import();
}
