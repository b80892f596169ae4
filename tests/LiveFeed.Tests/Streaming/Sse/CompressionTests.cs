using System.Net.Http.Headers;
using System.Text;
using LiveFeed.Frames;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Streaming.Sse;

/// <summary>Streams in gzip.</summary>
public sealed class CompressionTests(CompressionTests.Fixture fixture) : IClassFixture<CompressionTests.Fixture>
{
    private static readonly (string, string) Gzip = ("Accept-Encoding", "gzip, deflate, br");

    private readonly LiveFeedServer _server = fixture.Server;

    public static TheoryData<string, bool, string> Ways => new MatrixTheoryData<string, bool, string>(
        ["", "&envelope=true"], [true, false], ["00:00:00", "00:00:00.016"]);

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task A_compressed_stream_has_the_same_text_to_its_end(string query, bool direct, string window)
    {
        await using var server = Start(
            ("Delivery:DirectOutput", direct ? "true" : "false"), ("Delivery:FlushWindow", window));
        await using var plain = await server.FollowAsync($"/events?topic=t{query}");
        await using var gzip = await server.FollowAsync($"/events?topic=t{query}", Gzip);
        var clients = new[] { (await plain.ReadConnectedAsync()).ClientId, (await gzip.ReadConnectedAsync()).ClientId };

        await server.Http.PublishNumbersAsync("t", 300);
        foreach (var (text, _) in AwkwardText.All.Values)
        {
            using var posted = await server.Http.PostToTopicAsync("t", text, "text/plain");
        }

        foreach (var size in (int[])[0, 1, 150, 4_096, 65_536, 1 << 20])
        {
            using var posted = await server.Http.PostToTopicAsync("t", Convert.ToBase64String(Noise(size)), "text/plain");
            using var again = await server.Http.PostToTopicAsync("t", new string('y', size), "text/plain");
        }

        await server.Http.PublishAsync("""{"topic":"t","event":"last","data":null}""");
        await plain.ReadNamedAsync("last");
        await gzip.ReadNamedAsync("last");
        foreach (var client in clients)
        {
            using var ended = await server.Http.DeleteAsync(
                new Uri($"/clients/{client}", UriKind.Relative), TestContext.Current.CancellationToken);
        }

        await plain.ReadNamedAsync("livefeed.closing");
        await gzip.ReadNamedAsync("livefeed.closing");
        await gzip.AssertEndedAsync();
        Assert.True(plain.TextAfterConnected() == gzip.TextAfterConnected(), "the bytes differ");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_event_can_be_read_before_the_next_is_published(bool direct)
    {
        await using var server = Start(("Delivery:DirectOutput", direct ? "true" : "false"));
        await using var stream = await server.FollowAsync("/events?topic=t", Gzip);
        await stream.ReadConnectedAsync();

        foreach (var size in (int[])[0, 10, 1_000, 100_000, 10])
        {
            using var posted = await server.Http.PostToTopicAsync("t", new string('x', size), "text/plain");
            Assert.Equal(size, (await stream.ReadEventAsync()).Data!.Length);
        }
    }

    [Fact]
    public async Task Clients_that_follow_the_same_get_the_same_compressed_bytes()
    {
        // With a window, a new client gets the first event with those after it, and a quiet client gets it by itself.
        await using var server = Start(("Delivery:FlushWindow", "00:00:00"), ("Delivery:Lanes", "1"));
        await using var witness = await server.FollowAsync("/events?topic=t");
        await witness.ReadConnectedAsync();
        var one = await BeginAsync(server);
        var other = await BeginAsync(server);
        await Deadline.UntilAsync(
            () => server.Hub.Everyone.Snapshot() is { Length: 3 } all && !all.Any(client => client.IsCatchingUp),
            "all are live");

        await server.Http.PublishNumbersAsync("t", 1_000);
        await witness.ReadEventsAsync(1_000);
        foreach (var client in server.Hub.Everyone.Snapshot())
        {
            client.Close(CloseReason.Lifetime);
        }

        Assert.Equal(await AfterConnectedAsync(one), await AfterConnectedAsync(other));
    }

    [Theory]
    [InlineData("gzip", true)]
    [InlineData("GZIP", true)]
    [InlineData("x-gzip", true)]
    [InlineData("gzip, deflate, br, zstd", true)]
    [InlineData("br;q=1.0, gzip;q=0.8, *;q=0.1", true)]
    [InlineData("gzip;q=1.0, identity;q=0.5", true)]
    [InlineData("gzip;q=0", false)]
    [InlineData("gzip;q=0.0, *", false)]
    [InlineData("identity, gzip;q=0.5", false)]
    [InlineData("br", false)]
    [InlineData("identity", false)]
    [InlineData("*", false)]
    [InlineData("", false)]
    [InlineData("gzipped, ;q=, \"", false)]
    public async Task Only_clients_that_accept_gzip_get_it(string accepted, bool isCompressed)
    {
        await using var stream = await _server.FollowAsync("/events", ("Accept-Encoding", accepted));

        Assert.Equal(isCompressed ? ["gzip"] : [], stream.Response.Content.Headers.ContentEncoding);
        Assert.Equal(["Accept-Encoding"], stream.Response.Headers.Vary);
        await stream.ReadConnectedAsync();
    }

    [Fact]
    public async Task A_client_that_resumes_gets_what_it_missed_and_goes_on()
    {
        var answer = await _server.Http.PublishNumbersAsync("missed", 500);
        var first = answer.FirstPosition();

        await using var stream = await _server.FollowAsync("/events?topic=missed", Gzip, ("Last-Event-ID", first));
        await stream.ReadEventsAsync(499);
        await _server.Http.PublishNumbersAsync("missed", 1, from: 500);

        Assert.Equal("500", (await stream.ReadEventAsync()).Data);
    }

    [Fact]
    public async Task A_gap_and_a_heartbeat_come_through()
    {
        await using var server = Start(("Delivery:Heartbeat", "00:00:00.100"));

        await using var stream = await server.FollowAsync("/events?topic=t", Gzip, ("Last-Event-ID", "0123456789-1"));

        await stream.ReadNamedAsync("livefeed.gap");
        Assert.True((await stream.ReadAsync())!.HasComment);
    }

    [Fact]
    public async Task A_client_that_is_turned_away_gets_a_plain_answer()
    {
        await using var server = Start(("Limits:Connections", "1"));
        await using var first = await server.FollowAsync("/events", Gzip);
        await first.ReadConnectedAsync();

        await using var second = await server.FollowAsync("/events", Gzip);

        await second.ReadNamedAsync("livefeed.closing");
        Assert.Empty(second.Response.Content.Headers.ContentEncoding);
    }

    private static LiveFeedServer Start(params (string, string)[] settings) =>
        new([("Delivery:Compression", "gzip"), .. settings]);

    private static byte[] Noise(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        return bytes;
    }

    private static async Task<Stream> BeginAsync(LiveFeedServer server)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/events?topic=t", UriKind.Relative));
        request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("gzip"));
        var response = await server.Http.SendAsync(
            request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken).WithinDeadline();
        return await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
    }

    // The compressed part, to the end of the stream. The connected frame is stored, as every client has its own.
    private static async Task<byte[]> AfterConnectedAsync(Stream stream)
    {
        using var all = new MemoryStream();
        await stream.CopyToAsync(all, TestContext.Current.CancellationToken).WithinDeadline();
        var bytes = all.ToArray();
        var own = bytes.AsSpan().IndexOf("\n\n"u8);
        Assert.Contains("livefeed.connected", Encoding.Latin1.GetString(bytes, 0, own), StringComparison.Ordinal);
        Assert.True(bytes.Length > own + 100);
        return bytes[own..];
    }

    /// <summary>A service for tests that do not mind each other.</summary>
    public sealed class Fixture : IAsyncDisposable
    {
        internal LiveFeedServer Server { get; } = Start();

        public ValueTask DisposeAsync() => Server.DisposeAsync();
    }
}
