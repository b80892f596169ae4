using System.Net;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Boards;

/// <summary>Board files that are changed by request.</summary>
public sealed class BoardEditingTests : IAsyncDisposable
{
    private const string Shop = """{ "title": "Shop", "tiles": [] }""";
    private const string Newer = "{\n  \"title\": \"Newer\",\n  \"tiles\": []\n}\n";

    private readonly TempFolder _folder = new();
    private readonly LiveFeedServer _server;

    public BoardEditingTests()
    {
        File.WriteAllText(_folder.File("shop.json"), Shop);
        _server = new LiveFeedServer(
            [
                ("Boards:Path", _folder.Path),
                ("Access:Anonymous", "subscribe"),
                .. Credentialed.ApiKey(0, "admin", admin: true),
                .. Credentialed.ApiKey(1, "other", ["**"], ["**"]),
            ]);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_board_is_saved_byte_for_byte_and_told()
    {
        await using var stream = await _server.FollowAsync("/events?topic=system/boards");
        await stream.ReadNamedAsync("livefeed.connected");

        using var response = await PutAsync("shop", Newer);

        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        Assert.Equal(Newer, Text("shop"));
        Assert.Equal(
            """{"name":"shop","removed":false,"error":null}""", (await stream.ReadNamedAsync("board.changed")).Data);
        Assert.Equal(response.Headers.ETag, await TagAsync("shop"));
        Assert.Equal(["shop.json"], Directory.GetFiles(_folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Of_two_people_who_edit_a_board_the_second_is_told_and_reverts_nothing()
    {
        var read = (await TagAsync("shop")).ToString();
        using var first = await PutAsync("shop", Newer, ("If-Match", read));

        using var second = await PutAsync("shop", Shop, ("If-Match", read));

        await second.ReadProblemAsync(HttpStatusCode.PreconditionFailed, "changed");
        Assert.Equal(Newer, Text("shop"));
        using var again = await PutAsync("shop", Shop, ("If-Match", first.Headers.ETag!.ToString()));
        Assert.Equal(HttpStatusCode.NoContent, again.StatusCode);
    }

    [Theory]
    [InlineData("If-Match", "*", HttpStatusCode.NoContent)]
    [InlineData("If-Match", "\"other\"", HttpStatusCode.PreconditionFailed)]
    [InlineData("If-Match", "no tag", HttpStatusCode.BadRequest)]
    [InlineData("If-None-Match", "*", HttpStatusCode.PreconditionFailed)]
    [InlineData("If-None-Match", "\"other\"", HttpStatusCode.BadRequest)]
    [InlineData("X-Nothing", "1", HttpStatusCode.NoContent)]
    public async Task A_condition_is_kept(string header, string value, HttpStatusCode expected)
    {
        using var response = await PutAsync("shop", Newer, (header, value));

        Assert.Equal(expected, response.StatusCode);
        Assert.Equal(expected == HttpStatusCode.NoContent ? Newer : Shop, Text("shop"));
    }

    [Fact]
    public async Task A_new_board_is_made_once()
    {
        using var first = await PutAsync("web", Newer, ("If-None-Match", "*"));
        using var second = await PutAsync("web", Shop, ("If-None-Match", "*"));

        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.PreconditionFailed), (first.StatusCode, second.StatusCode));
        Assert.Equal(Newer, Text("web"));
    }

    [Fact]
    public async Task A_new_board_has_its_page_as_soon_as_it_is_saved()
    {
        using var saved = await PutAsync("new", Shop, ("If-None-Match", "*"));

        using var page = await _server.Http.GetAsync(
            new Uri("/boards/new", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.NotEqual(HttpStatusCode.NotFound, page.StatusCode);
        Assert.Equal(saved.Headers.ETag, await TagAsync("new"));
    }

    [Fact]
    public async Task A_fault_against_the_schema_is_told_by_pointer_and_line_and_nothing_is_saved()
    {
        using var response = await PutAsync(
            "shop", "{\n\"title\": \"Shop\",\n\"tiles\": [{ \"type\": \"clock\" }, { \"type\": \"clock\", \"widht\": 4 }]}");

        var problem = await response.ReadProblemAsync(HttpStatusCode.UnprocessableEntity, "invalid");
        Assert.Equal(
            """{"/tiles/1/widht":["Line 3, column 51: tiles[1].widht is not a field here; did you mean width?"]}""",
            problem.GetProperty("errors").GetRawText());
        Assert.Equal(Shop, Text("shop"));
    }

    [Theory]
    [InlineData("shop", "{", "application/json", HttpStatusCode.BadRequest)]
    [InlineData("shop", "[]", "application/json", HttpStatusCode.UnprocessableEntity)]
    [InlineData("shop", Shop, "text/plain", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("a.b", Shop, "application/json", HttpStatusCode.UnprocessableEntity)]
    [InlineData("..%2Fout", Shop, "application/json", HttpStatusCode.UnprocessableEntity)]
    [InlineData("shop%0A", Shop, "application/json", HttpStatusCode.UnprocessableEntity)]
    [InlineData("board.schema", Shop, "application/json", HttpStatusCode.UnprocessableEntity)]
    public async Task A_body_that_is_no_board_is_refused_and_no_name_leads_out_of_the_folder(
        string name, string body, string type, HttpStatusCode expected)
    {
        using var response = await _server.SendAsync("PUT", $"/boards/{name}.json", [("X-API-Key", "admin")], body, type);

        Assert.Equal(expected, response.StatusCode);
        Assert.Equal(["shop.json"], Directory.GetFiles(_folder.Path).Select(Path.GetFileName));
        Assert.False(File.Exists(Path.Combine(_folder.Path, "../out.json")));
    }

    [Fact]
    public async Task A_board_that_is_too_large_is_refused()
    {
        using var response = await PutAsync("shop", new string(' ', 4 << 20) + Shop);

        await response.ReadProblemAsync(HttpStatusCode.RequestEntityTooLarge, "too-large");
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_a_problem_that_names_it()
    {
        Directory.CreateDirectory(_folder.File("shop.json.saving")); // a root's files are never read-only

        using var response = await PutAsync("shop", Newer);

        var problem = await response.ReadProblemAsync(HttpStatusCode.Conflict, "not-writable");
        Assert.Contains("LiveFeed:Boards:Path", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(Shop, Text("shop"));
    }

    [Fact]
    public async Task A_board_is_removed_as_it_was_read_or_not_at_all()
    {
        using var stale = await _server.SendAsync(
            "DELETE", "/boards/shop.json", [("X-API-Key", "admin"), ("If-Match", "\"other\"")]);
        Assert.Equal(HttpStatusCode.PreconditionFailed, stale.StatusCode);

        using var removed = await _server.SendAsync(
            "DELETE", "/boards/shop.json", [("X-API-Key", "admin"), ("If-Match", (await TagAsync("shop")).ToString())]);

        Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
        Assert.False(File.Exists(_folder.File("shop.json")));
    }

    [Theory]
    [InlineData("/boards/shop.json", "admin", "GET, PUT, DELETE")]
    [InlineData("/boards/shop.json", "other", "GET")]
    [InlineData("/boards/shop.json", "wrong", "GET")]
    [InlineData("/boards/none.json", "admin", "GET, PUT")]
    [InlineData("/boards/none.json", "other", "GET")]
    [InlineData("/boards", "admin", "GET, PUT")]
    [InlineData("/boards", "other", "GET")]
    [InlineData("/boards", "wrong", "GET")]
    public async Task The_answer_to_a_board_or_the_list_says_whether_boards_may_be_changed(
        string path, string key, string allow)
    {
        using var response = await _server.SendAsync("GET", path, [("X-API-Key", key)]);

        Assert.Equal(allow, string.Join(", ", response.Content.Headers.Allow));
    }

    [Theory]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    public async Task A_page_of_another_site_changes_no_board(string method)
    {
        await using var open = new LiveFeedServer(("Boards:Path", _folder.Path));

        using var response = await open.SendAsync(
            method, "/boards/shop.json", [("Sec-Fetch-Site", "cross-site")], method == "PUT" ? Newer : null);

        await response.ReadProblemAsync(HttpStatusCode.Forbidden, "forbidden");
        Assert.Equal(Shop, Text("shop"));
    }

    [Fact]
    public async Task A_board_that_was_saved_is_read_as_it_was_saved_also_while_other_files_change()
    {
        for (var i = 0; i < 50; i++)
        {
            // Has the watch look.
            await File.WriteAllTextAsync(
                _folder.File("other.json"), Titled($"by hand {i}"), TestContext.Current.CancellationToken);
            var board = Titled($"saved {i}");
            using var saved = await PutAsync("shop", board);

            using var read = await GetAsync("shop");

            Assert.Equal(board, await read.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
            Assert.Equal(saved.Headers.ETag, read.Headers.ETag);
        }
    }

    [Fact]
    public async Task A_board_that_was_removed_is_gone_and_one_that_was_made_is_listed()
    {
        for (var i = 0; i < 20; i++)
        {
            using var saved = await PutAsync("brief", Shop);
            Assert.Equal(2, (await _server.Http.GetJsonAsync("/boards")).GetArrayLength());

            using var removed = await _server.SendAsync("DELETE", "/boards/brief.json", [("X-API-Key", "admin")]);

            using var read = await GetAsync("brief");
            Assert.Equal(HttpStatusCode.NotFound, read.StatusCode);
            Assert.Equal(1, (await _server.Http.GetJsonAsync("/boards")).GetArrayLength());
        }
    }

    [Fact]
    public async Task The_only_editor_of_a_board_is_never_told_that_it_was_changed_meanwhile()
    {
        for (var i = 0; i < 50; i++)
        {
            var read = (await TagAsync("shop")).ToString();

            using var saved = await PutAsync("shop", Titled($"version {i}"), ("If-Match", read));

            Assert.Equal(HttpStatusCode.NoContent, saved.StatusCode);
        }
    }

    [Fact]
    public async Task Each_change_is_told_once_in_the_order_of_the_changes()
    {
        const int Boards = 20;
        await using var stream = await _server.FollowAsync("/events?topic=system/boards");
        await stream.ReadNamedAsync("livefeed.connected");

        for (var i = 0; i < Boards; i++)
        {
            using var made = await PutAsync($"b{i}", Shop);
            using var changed = await PutAsync($"b{i}", Newer);
            using var again = await PutAsync($"b{i}", Newer); // is no change
        }

        using var removed = await _server.SendAsync("DELETE", "/boards/b0.json", [("X-API-Key", "admin")]);
        for (var i = 0; i < Boards * 2; i++)
        {
            Assert.Equal(
                $$"""{"name":"b{{i / 2}}","removed":false,"error":null}""",
                (await stream.ReadNamedAsync("board.changed")).Data);
        }

        Assert.Equal("""{"name":"b0","removed":true,"error":null}""", (await stream.ReadNamedAsync("board.changed")).Data);
    }

    private static string Titled(string title) => $$"""{ "title": "{{title}}", "tiles": [] }""";

    private Task<HttpResponseMessage> GetAsync(string name) =>
        _server.Http.GetAsync(new Uri($"/boards/{name}.json", UriKind.Relative)).WithinDeadline();

    private string Text(string name) => File.ReadAllText(_folder.File($"{name}.json"));

    private async Task<System.Net.Http.Headers.EntityTagHeaderValue> TagAsync(string name)
    {
        using var response = await _server.Http.GetAsync(new Uri($"/boards/{name}.json", UriKind.Relative)).WithinDeadline();
        return response.Headers.ETag!;
    }

    private Task<HttpResponseMessage> PutAsync(string name, string body, params (string Name, string Value)[] headers) =>
        _server.SendAsync("PUT", $"/boards/{name}.json", [("X-API-Key", "admin"), .. headers], body);
}
