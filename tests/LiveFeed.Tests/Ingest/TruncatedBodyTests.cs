using System.Net;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Ingest;

/// <summary>Compressed bodies that end too early, or too late. The service never accepts one as complete.</summary>
public sealed class TruncatedBodyTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private const int Lines = 2_000;

    private readonly LiveFeedServer _server = fixture.Server;

    public static TheoryData<string> Encodings => ["gzip", "br", "deflate"];

    [Theory]
    [MemberData(nameof(Encodings))]
    public async Task Lines_of_a_body_that_is_cut_off_are_told_and_the_rest_is_missed(string encoding)
    {
        var topic = $"cut/{encoding}";
        var random = new Random(7); // as of real data: half of the bytes are half of the lines
        var lines = string.Concat(Enumerable.Range(0, Lines).Select(n =>
            $$"""{"topic":"{{topic}}","data":"{{n}} {{random.NextInt64():x}}"}""" + "\n"));
        var whole = Compressed.Bytes(lines, encoding);

        using var response = await PostAsync("/events", whole[..(whole.Length / 2)], Posting.Ndjson, encoding);

        var problem = await response.ReadProblemAsync(HttpStatusCode.BadRequest, "malformed");
        var accepted = problem.GetProperty("accepted").GetInt32();
        Assert.InRange(accepted, Lines / 10, Lines * 9 / 10);
        Assert.Equal(accepted, await RetainedAsync(topic));
    }

    [Theory]
    [MemberData(nameof(Encodings))]
    public async Task A_body_without_its_last_bytes_is_refused_also_where_all_of_its_text_is_there(string encoding)
    {
        var text = $$"""{"topic":"nearly","data":"{{new string('x', 300)}}"}""";
        var whole = Compressed.Bytes(text + new string(' ', 5_000), encoding);
        (string, string)[] places =
            [("/events", Posting.Json), ("/topics/nearly", "text/plain"), ("/topics/nearly", Posting.Json)];

        for (var missing = 1; missing <= (encoding == "br" ? 1 : 8); missing++)
        {
            foreach (var (path, type) in places)
            {
                await _server.AssertRefusedAsync(
                    _ => PostAsync(path, whole[..^missing], type, encoding), HttpStatusCode.BadRequest, "malformed");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Encodings))]
    public async Task A_compressed_body_of_no_bytes_is_no_empty_body(string encoding)
    {
        using var response = await PostAsync("/events", [], Posting.Ndjson, encoding);

        await response.ReadProblemAsync(HttpStatusCode.BadRequest, "malformed");
    }

    [Theory]
    [MemberData(nameof(Encodings))]
    public async Task A_body_that_goes_on_after_its_end_is_refused(string encoding)
    {
        byte[] body = [.. Compressed.Bytes("""{"topic":"more","data":1}""", encoding), 0];

        await _server.AssertRefusedAsync(
            _ => PostAsync("/events", body, Posting.Json, encoding), HttpStatusCode.BadRequest, "malformed");
    }

    [Fact]
    public async Task A_body_in_gzip_may_have_several_members()
    {
        byte[] body =
        [
            .. Compressed.Bytes("""{"topic":"members",""", "gzip"),
            .. Compressed.Bytes("", "gzip"),
            .. Compressed.Bytes("\"data\":1}", "gzip"),
        ];

        using var whole = await PostAsync("/events", body, Posting.Json, "gzip");
        await whole.ReadJsonAsync(HttpStatusCode.Accepted);
        await _server.AssertRefusedAsync(
            _ => PostAsync("/events", body[..^1], Posting.Json, "gzip"), HttpStatusCode.BadRequest, "malformed");
    }

    [Theory]
    [InlineData("x-gzip", "gzip")]
    [InlineData("GZIP", "gzip")]
    [InlineData("identity", null)]
    public async Task Other_names_of_an_encoding_are_known(string name, string? encoding)
    {
        const string Text = """{"topic":"names","data":1}""";
        var body = encoding is null ? System.Text.Encoding.UTF8.GetBytes(Text) : Compressed.Bytes(Text, encoding);

        using var response = await PostAsync("/events", body, Posting.Json, name);

        await response.ReadJsonAsync(HttpStatusCode.Accepted);
    }

    [Fact]
    public async Task Several_encodings_at_once_are_refused()
    {
        var body = Compressed.Content(
            Compressed.Bytes(Compressed.Bytes("""{"data":1}""", "gzip"), "br"), Posting.Json, "gzip", "br");

        var problem = await _server.AssertRefusedAsync(
            http => http.PostAsync(new Uri("/events", UriKind.Relative), body),
            HttpStatusCode.UnsupportedMediaType,
            "unsupported-type");

        Assert.Equal(["Content-Encoding"], problem.Faults());
    }

    private Task<HttpResponseMessage> PostAsync(string path, byte[] body, string type, string encoding) =>
        _server.Http.PostAsync(new Uri(path, UriKind.Relative), Compressed.Content(body, type, encoding)).WithinDeadline();

    private async Task<int> RetainedAsync(string topic) =>
        (await _server.Http.GetJsonAsync($"/topics?pattern={topic}"))
            .GetProperty("topics")[0]
            .GetProperty("retained")
            .GetInt32();
}
