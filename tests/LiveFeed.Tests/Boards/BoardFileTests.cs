using System.Net;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Boards;

/// <summary>The board files of a folder.</summary>
public sealed class BoardFileTests : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private readonly LiveFeedServer _server;

    public BoardFileTests()
    {
        Write("boards/host.json", """{"title":"This machine","description":"What it does","tiles":[]}""");
        Write("boards/alarms.json", """{ "title" : "Alarms", "tiles" : [] }""");
        Write("boards/untitled.json", "{}");
        Write("boards/broken.json", "{\n  \"title\": \"Broken\",\n  \"tiles\": [,]\n}");
        Write("boards/list.json", "[]");
        Write("boards/notes.txt", "not a board");
        Write("boards/hidden.board.json", "{}");
        Write("secret.json", """{"title":"not for anyone"}""");
        _server = new LiveFeedServer(("Boards:Path", _folder.File("boards")));
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task The_list_names_each_board_the_machines_own_first()
    {
        var boards = await _server.Http.GetJsonAsync("/boards");

        Assert.Equal(
            ["host", "alarms", "broken", "list", "untitled"],
            boards.EnumerateArray().Select(board => board.GetProperty("name").GetString()));
        Assert.Equal(
            """{"name":"host","title":"This machine","description":"What it does","error":null}""", boards[0].GetRawText());
        Assert.Equal("untitled", boards[4].GetProperty("title").GetString());
    }

    [Fact]
    public async Task A_board_is_served_as_its_file_stands()
    {
        using var response = await GetAsync("/boards/alarms.json");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(
            """{ "title" : "Alarms", "tiles" : [] }""",
            await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_broken_file_is_listed_with_the_line_of_its_fault()
    {
        var boards = await _server.Http.GetJsonAsync("/boards");

        var broken = boards.EnumerateArray().Single(board => board.GetProperty("name").GetString() == "broken");
        Assert.StartsWith("Line 3, column 13", broken.GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_with_a_field_that_makes_no_sense_is_shown_as_it_is_until_there_was_a_better_one()
    {
        using var response = await GetAsync("/boards/untitled.json");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(
            "Line 1, column 1: title is missing (and 1 more)",
            Uri.UnescapeDataString(response.Headers.GetValues("Board-Error").Single()));
    }

    [Theory]
    [InlineData("broken", "Line 3")]
    [InlineData("list", "object")]
    public async Task A_file_that_is_no_board_is_a_problem_that_says_why(string name, string reason)
    {
        var problem = await _server.Http.GetProblemAsync(
            $"/boards/{name}.json", HttpStatusCode.UnprocessableEntity, "invalid");

        Assert.Contains(reason, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_schema_is_where_a_board_says_it_is()
    {
        using var response = await GetAsync("/boards/board.schema.json");

        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
    }

    [Theory]
    [InlineData("/boards/none.json")]
    [InlineData("/boards/..%2Fsecret.json")]
    [InlineData("/boards/..%5Csecret.json")]
    [InlineData("/boards/%2E%2E%2Fsecret.json")]
    [InlineData("/boards/hidden.board.json")]
    [InlineData("/boards/host%00.json")]
    [InlineData("/boards/%2Fetc%2Fpasswd.json")]
    public async Task A_name_that_is_no_board_of_the_folder_is_not_found(string path)
    {
        using var response = await GetAsync(path);

        Assert.True(response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.BadRequest, $"{response.StatusCode}");
    }

    [Theory]
    [InlineData("/boards/../secret.json")]
    [InlineData("/boards/%2e%2e/secret.json")]
    [InlineData("/../secret.json")]
    [InlineData("/boards/..%2fsecret.json")]
    [InlineData("/boards/x/../../secret.json")]
    public async Task No_path_leads_out_of_the_folder(string path)
    {
        var answer = await RawHttp.AskAsync(
            _server.Address, $"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", "not for anyone");

        Assert.DoesNotContain("not for anyone", answer, StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 40", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_empty_folder_has_no_boards()
    {
        using var empty = new TempFolder();
        await using var server = new LiveFeedServer(("Boards:Path", empty.Path));

        Assert.Equal("[]", (await server.Http.GetJsonAsync("/boards")).GetRawText());
    }

    private Task<HttpResponseMessage> GetAsync(string path) =>
        _server.Http.GetAsync(new Uri(path, UriKind.Relative)).WithinDeadline();

    private void Write(string name, string text)
    {
        var file = _folder.File(name);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }
}
