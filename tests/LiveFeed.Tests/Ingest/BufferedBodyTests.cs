using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using LiveFeed.Bodies;
using LiveFeed.Memory;
using LiveFeed.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace LiveFeed.Tests.Ingest;

/// <summary>
/// Producers that begin and do not go on. What they hold has one bound in bytes and in time, and others do not notice.
/// </summary>
public sealed partial class BufferedBodyTests : IAsyncDisposable
{
    private const int Budget = 32 << 20;
    private const string Refused = "\"status\":";

    private readonly LiveFeedServer _server = new(
        ("Limits:HeldBytes", $"{Budget}"), ("Limits:EventBytes", $"{4 << 20}"), ("Limits:BodyRateGrace", "00:00:06"));

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData("/events", Posting.Json)]
    [InlineData("/events", Posting.Ndjson)]
    [InlineData("/topics/half", "text/plain")]
    public async Task Bodies_that_never_end_are_held_up_to_a_bound_and_for_a_while_and_small_ones_go_on(
        string path, string type)
    {
        using var rejected = new Counted(_server, "livefeed.events.rejected", "problem");
        var body = $$"""{"topic":"half","data":"{{new string('x', 3_000_000)}}""";
        var request =
            $"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: {type}\r\n" +
            $"Content-Length: {body.Length + 1_000_000}\r\n\r\n{body}";
        var hostile = Enumerable.Range(0, 12).Select(_ => RawHttp.AskAsync(_server.Address, request, Refused)).ToList();

        var healthy = 0;
        var most = 0L;
        for (var all = Task.WhenAll(hostile); !all.IsCompleted; healthy++)
        {
            await _server.Http.PublishAsync("""{"topic":"healthy","data":1}""");
            most = Math.Max(most, Bodies.Held);
        }

        var statuses = (await Task.WhenAll(hostile).WithinDeadline()).Select(answer => answer[..12]).ToList();
        Assert.All(statuses, status => Assert.Contains(status, (string[])["HTTP/1.1 503", "HTTP/1.1 408"]));
        Assert.InRange(rejected["unavailable"], 1, 11);
        Assert.Equal(12 - rejected["unavailable"], rejected["too-slow"]);
        Assert.All(hostile, answer =>
            Assert.True(
                answer.Result.StartsWith("HTTP/1.1 408", StringComparison.Ordinal) || RetryAfter().IsMatch(answer.Result)));
        Assert.InRange(most, 1_000_000, Budget * 3 / 4);
        Assert.Equal(
            healthy,
            (await _server.Http.GetJsonAsync("/topics?pattern=healthy"))
                .GetProperty("topics")[0]
                .GetProperty("retained")
                .GetInt32());
        await Deadline.UntilAsync(
            () => Bodies.Held == 0 && _server.Services.GetRequiredService<MemoryBudget>().Held == 0, "all is given back");
    }

    [Fact]
    public async Task Half_a_line_that_does_not_go_on_ends_with_what_was_accepted_before()
    {
        var answer = await AskInChunksAsync(
            "{\"topic\":\"t\",\"data\":1}\n", $$"""{"topic":"t","data":"{{new string('x', 100_000)}}""");

        Assert.StartsWith("HTTP/1.1 408 ", answer, StringComparison.Ordinal);
        Assert.Contains("urn:livefeed:problem:too-slow", answer, StringComparison.Ordinal);
        Assert.Contains("\"accepted\":1,", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_few_bytes_of_a_line_may_wait_as_long_as_a_whole_line()
    {
        using var content = new StreamedContent(Posting.Ndjson);
        var posting = _server.Http.PostAsync(
            new Uri("/events", UriKind.Relative), content, TestContext.Current.CancellationToken);
        await content.SendAsync("{\"topic\":\"few\",");

        // Which takes the time that a larger one has.
        Assert.StartsWith(
            "HTTP/1.1 408 ", await AskInChunksAsync($"\"{new string('x', 100_000)}"), StringComparison.Ordinal);
        await content.SendAsync("\"data\":1}\n");
        content.End();

        using var response = await posting.WithinDeadline();
        await response.ReadJsonAsync(HttpStatusCode.Accepted);
    }

    [Fact]
    public async Task A_complete_body_is_accepted_although_no_more_bytes_may_be_held()
    {
        var all = _server.Services.GetRequiredService<MemoryBudget>();
        Assert.True(Bodies.TryTake(Budget / 4 * 3, large: false, own: 0));
        all.Take(Budget);

        await _server.Http.PublishAsync("""{"topic":"t","data":1}""");
        await _server.Http.PublishAsync("{\"topic\":\"t\",\"data\":1}\n", Posting.Ndjson);
        using var posted = await _server.Http.PostToTopicAsync("t", "1");
        using var compressed = await _server.Http.PostAsync(
            new Uri("/events", UriKind.Relative),
            Compressed.Gzip("""{"topic":"t","data":1}""", Posting.Json),
            TestContext.Current.CancellationToken).WithinDeadline();

        await posted.ReadJsonAsync(HttpStatusCode.Accepted);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    public async Task A_compressed_body_that_does_not_go_on_gives_back_what_it_held(string encoding)
    {
        // Random, so that half of it brings half of the text.
        var random = System.Security.Cryptography.RandomNumberGenerator.GetBytes(200_000);
        var text = $$"""{"topic":"t","data":"{{Convert.ToHexString(random)}}"}""";
        var body = Compressed.Bytes(text, encoding);
        var head =
            $"POST /events HTTP/1.1\r\nHost: localhost\r\nContent-Type: {Posting.Json}\r\n" +
            $"Content-Encoding: {encoding}\r\nContent-Length: {body.Length}\r\n\r\n";

        var asking = RawHttp.AskAsync(
            _server.Address, [.. Encoding.ASCII.GetBytes(head), .. body.AsSpan(0, body.Length / 2)], Refused);
        await Deadline.UntilAsync(() => Bodies.Held > 100_000, "its half is held");

        Assert.StartsWith("HTTP/1.1 408 ", await asking.WithinDeadline(), StringComparison.Ordinal);
        await Deadline.UntilAsync(() => Bodies.Held == 0, "it is given back");
    }

    private BodyBudget Bodies => _server.Services.GetRequiredService<BodyBudget>();

    private Task<string> AskInChunksAsync(params string[] pieces) => RawHttp.AskAsync(
        _server.Address,
        $"POST /events HTTP/1.1\r\nHost: localhost\r\nContent-Type: {Posting.Ndjson}\r\nTransfer-Encoding: chunked\r\n\r\n" +
        string.Concat(pieces.Select(piece => $"{piece.Length:x}\r\n{piece}\r\n")),
        Refused);

    [GeneratedRegex("Retry-After: [1-9]")]
    private static partial Regex RetryAfter();
}
