using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Streaming.Output;

/// <summary>Both ways to the socket put the same body on the wire, however large and however slowly it is read.</summary>
public sealed partial class StreamOutputTests
{
    [Theory]
    [InlineData("")]
    [InlineData("&envelope=true")]
    public async Task The_direct_way_and_the_servers_own_give_the_same_body(string query)
    {
        var direct = await BodyAsync(query, direct: true);
        var piped = await BodyAsync(query, direct: false);

        Assert.Equal(piped, direct);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_client_that_reads_nothing_for_a_while_then_gets_everything_and_the_connection_is_kept(bool direct)
    {
        const int Unread = 14; // megabytes: more than a connection's buffers take, less than a client's queue
        await using var server = Start(direct);
        using var socket = await ConnectAsync(server);
        await SendAsync(socket, "/events?topic=demo/a");
        await UntilConnectedAsync(socket);
        for (var megabytes = 0; megabytes < Unread; megabytes++)
        {
            using var posted = await server.Http.PostToTopicAsync("demo/a", new string('x', 1_000_000), "text/plain");
        }

        await EndAsync(server);
        var response = await ReadResponseAsync(socket);

        Assert.Equal(Unread, Data().Count(response));
        Assert.EndsWith("\r\n0\r\n\r\n", response, StringComparison.Ordinal);
        await SendAsync(socket, "/healthz/live");
        Assert.Contains("healthy", await ReadResponseAsync(socket), StringComparison.Ordinal);
    }

    private static LiveFeedServer Start(bool direct) => new(("Delivery:DirectOutput", direct ? "true" : "false"));

    private static async Task<string> BodyAsync(string query, bool direct)
    {
        await using var server = Start(direct);
        using var socket = await ConnectAsync(server);
        await SendAsync(socket, $"/events?topic=demo/a{query}");
        await UntilConnectedAsync(socket);
        await server.Http.PublishNumbersAsync("demo/a", 500);
        foreach (var size in (int[])[0, 1, 4_095, 4_096, 65_536, 1_000_000])
        {
            using var posted = await server.Http.PostToTopicAsync("demo/a?event=sized", new string('y', size), "text/plain");
        }

        await EndAsync(server);
        return Own().Replace(Dechunk(await ReadResponseAsync(socket)), "…");
    }

    // From here on published events are offered to it. A client that is still catching up when it is ended gets no more. The
    // bytes are only peeked at, so that the reader of the response still gets them.
    private static Task UntilConnectedAsync(Socket socket) => Deadline.UntilAsync(
        async () =>
        {
            var buffer = new byte[4_096];
            var seen = await socket.ReceiveAsync(buffer, SocketFlags.Peek).WithinDeadline();
            return Encoding.Latin1.GetString(buffer, 0, seen).Contains("livefeed.connected", StringComparison.Ordinal);
        },
        "the client is connected");

    private static async Task EndAsync(LiveFeedServer server)
    {
        var client = Assert.Single(server.Hub.Everyone.Snapshot());

        // What was published before has been offered to everyone when a later event arrives anywhere.
        await using var witness = await server.FollowAsync("/events?topic=marker");
        await witness.ReadNamedAsync("livefeed.connected");
        await server.Http.PublishNumbersAsync("marker", 1);
        await witness.ReadEventAsync();

        // It may be kept back for a moment, and a client that is ended meanwhile does not get it.
        await Deadline.UntilAsync(() => client.Pending is null, "what was kept back has left");
        using var ended = await server.Http.DeleteAsync(new Uri($"/clients/{client.Id}", UriKind.Relative));
    }

    private static async Task<Socket> ConnectAsync(LiveFeedServer server)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 64 << 10 };
        await socket.ConnectAsync(server.Address.Host, server.Address.Port);
        return socket;
    }

    private static async Task SendAsync(Socket socket, string path) =>
        await socket.SendAsync(Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n"));

    // To the last chunk, or the end of the length that was told.
    private static async Task<string> ReadResponseAsync(Socket socket)
    {
        var response = new StringBuilder();
        var buffer = new byte[1 << 20];
        while (!LastChunk().IsMatch(response.ToString(Math.Max(0, response.Length - 16), Math.Min(16, response.Length))))
        {
            var read = await socket.ReceiveAsync(buffer).WithinDeadline();
            Assert.True(read > 0, "the connection was closed");
            response.Append(Encoding.Latin1.GetString(buffer, 0, read));
        }

        return response.ToString();
    }

    private static string Dechunk(string response)
    {
        var body = new StringBuilder();
        for (var at = response.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4; ;)
        {
            var end = response.IndexOf("\r\n", at, StringComparison.Ordinal);
            var length = Convert.ToInt32(response[at..end], 16);
            if (length == 0)
            {
                return body.ToString();
            }

            body.Append(response, end + 2, length);
            at = end + 2 + length + 2;
        }
    }

    // What differs between two servers: the client's id, the epoch, the retry, the time.
    [GeneratedRegex("""c-[0-9a-f]{15}|[0-9a-f]{10}(?=-\d)|retry:\ \d+|"time":"[^"]+"(?=,)""")]
    private static partial Regex Own();

    [GeneratedRegex(@"\r\n0\r\n\r\n$")]
    private static partial Regex LastChunk();

    [GeneratedRegex("data: x")]
    private static partial Regex Data();
}
