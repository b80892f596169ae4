using System.Net;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Boards;

/// <summary>The page that shows the boards, and the boards that come with the service.</summary>
public sealed class BoardPageTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private static readonly bool IsBuilt = File.Exists(Path.Combine(AppContext.BaseDirectory, "page", "index.html"));

    private readonly LiveFeedServer _server = fixture.Server;

    [Theory]
    [InlineData("/", HttpStatusCode.OK)]
    [InlineData("/boards/host", HttpStatusCode.OK)]
    [InlineData("/boards/events", HttpStatusCode.OK)]
    [InlineData("/boards/none", HttpStatusCode.NotFound)]
    [InlineData("/explore", HttpStatusCode.OK)]
    [InlineData("/explore?topic=demo/**", HttpStatusCode.OK)]
    public async Task A_board_is_an_HTML_page(string path, HttpStatusCode status)
    {
        Assert.SkipUnless(IsBuilt, "the page is not built");

        using var response = await GetAsync(path);

        Assert.Equal(status, response.StatusCode);
        Assert.Equal("text/html; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        Assert.StartsWith(
            "<!doctype html>",
            await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
            StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task The_boards_that_come_with_the_service_are_there_and_whole()
    {
        Assert.SkipUnless(IsBuilt, "the page is not built");

        var boards = await _server.Http.GetJsonAsync("/boards");

        Assert.Equal(
            ["host", "events", "gallery"], boards.EnumerateArray().Select(board => board.GetProperty("name").GetString()));
        Assert.All(boards.EnumerateArray(), board => Assert.Null(board.GetProperty("error").GetString()));
        await _server.Http.GetJsonAsync("/boards/host.json");
    }

    private Task<HttpResponseMessage> GetAsync(string path) =>
        _server.Http.GetAsync(new Uri(path, UriKind.Relative)).WithinDeadline();
}
