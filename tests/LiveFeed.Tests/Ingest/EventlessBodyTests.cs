using System.Net;
using System.Net.Sockets;
using System.Text;
using LiveFeed.Bodies;
using LiveFeed.Telemetry;
using LiveFeed.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace LiveFeed.Tests.Ingest;

/// <summary>
/// Bodies of lines that never complete an event. The service reads the same length of one however small it was compressed.
/// </summary>
public sealed class EventlessBodyTests
{
    private const int BodyBytes = 1 << 20;

    private static readonly (string Key, string Value)[] Small =
        [("Limits:BodyBytes", $"{BodyBytes}"), ("Limits:EventBytes", "100000")];

    public static TheoryData<string, string, string> Bombs
    {
        get
        {
            var bombs = new TheoryData<string, string, string>();
            foreach (var encoding in (string[])["gzip", "br", "deflate"])
            {
                bombs.Add("\n", "blank lines", encoding);
                bombs.Add(" ", "white space", encoding);
                bombs.Add("x", "a line without end", encoding);
                bombs.Add("{\n", "lines that are no JSON", encoding);
                bombs.Add("{\"topic\":\"a b\",\"data\":1}\n", "lines that are not valid", encoding);
            }

            return bombs;
        }
    }

    [Theory]
    [MemberData(nameof(Bombs))]
    public async Task A_compressed_body_that_brings_no_event_for_so_many_bytes_is_read_no_further(
        string text, string what, string encoding)
    {
        await using var server = new LiveFeedServer(Small);
        byte[] begin = [.. """{"topic":"bomb","data":1}"""u8, (byte)'\n'];
        var body = Compressed.Bytes(
            stream =>
            {
                stream.Write(begin);
                stream.Write(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(text, 8 * BodyBytes / text.Length))));
                stream.Write(begin);
            },
            encoding);

        using var response = await server.Http.PostAsync(
            new Uri("/events", UriKind.Relative),
            Compressed.Content(body, Posting.Ndjson, encoding),
            TestContext.Current.CancellationToken).WithinDeadline();

        var problem = await response.ReadProblemAsync(HttpStatusCode.RequestEntityTooLarge, "too-large");
        Assert.True(problem.GetProperty("accepted").GetInt32() == 1, what);
        Assert.InRange(problem.GetProperty("rejected").GetArrayLength(), 0, 1_000);
        Assert.Single((await server.Http.GetJsonAsync("/history?topic=bomb")).GetProperty("events").EnumerateArray());
    }

    [Fact]
    public async Task A_line_without_end_is_answered_though_its_body_never_ends()
    {
        await using var server = new LiveFeedServer(Small);
        var piece = new string('x', 0x10000);
        var chunks = string.Concat(Enumerable.Repeat($"10000\r\n{piece}\r\n", (BodyBytes / piece.Length) + 4));

        var answer = await RawHttp.AskAsync(
            server.Address,
            $"POST /events HTTP/1.1\r\nHost: localhost\r\nContent-Type: {Posting.Ndjson}\r\n" +
            $"Transfer-Encoding: chunked\r\n\r\n{chunks}",
            "urn:livefeed:problem:too-large");

        Assert.StartsWith("HTTP/1.1 413 ", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lines_that_are_refused_among_lines_that_are_not_go_on_without_end()
    {
        await using var server = new LiveFeedServer(Small);
        var group =
            string.Concat(Enumerable.Repeat($"{new string('x', 60_000)}\n\n", 12)) + "{\"topic\":\"among\",\"data\":1}\n";

        var answer = await server.Http.PublishAsync(string.Concat(Enumerable.Repeat(group, 4)), Posting.Ndjson);

        Assert.Equal(4, answer.GetProperty("accepted").GetInt32());
        Assert.Equal(48, answer.GetProperty("rejected").GetArrayLength());
    }

    [Fact]
    public async Task An_event_larger_than_a_whole_JSON_body_may_be_is_still_a_line()
    {
        await using var server = new LiveFeedServer(("Limits:BodyBytes", "1000"), ("Limits:EventBytes", "100000"));

        var answer = await server.Http.PublishAsync(
            $$"""{"topic":"large","data":"{{new string('x', 90_000)}}"}""", Posting.Ndjson);

        Assert.Equal(1, answer.GetProperty("accepted").GetInt32());
    }

    [Fact]
    public async Task Work_for_a_body_ends_when_its_sender_has_gone()
    {
        const int Lines = 5_000_000;
        await using var server = new LiveFeedServer();
        var (metrics, bodies) =
            (server.Services.GetRequiredService<LiveFeedMetrics>(), server.Services.GetRequiredService<BodyBudget>());
        var body = Compressed.Bomb("{\"ephemeral\":true,\"data\":1}\n", Lines, "br");
        var head =
            $"POST /events HTTP/1.1\r\nHost: localhost\r\nContent-Type: {Posting.Ndjson}\r\n" +
            $"Content-Encoding: br\r\nContent-Length: {body.Length}\r\n\r\n";

        using (var tcp = new TcpClient())
        {
            await tcp.ConnectAsync(server.Address.Host, server.Address.Port, TestContext.Current.CancellationToken);
            await tcp.GetStream().WriteAsync(
                (byte[])[.. Encoding.ASCII.GetBytes(head), .. body], TestContext.Current.CancellationToken);
            await Deadline.UntilAsync(() => metrics.TotalReceived > 0 && bodies.Held > 0, "it is read");
        }

        await Deadline.UntilAsync(() => bodies.Held == 0, "it is given up");
        Assert.InRange(metrics.TotalReceived, 1, Lines - 1);
    }
}
