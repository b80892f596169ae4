using System.Net;
using System.Net.Sockets;
using System.Text;
using LiveFeed.Log.Sqlite;
using LiveFeed.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LiveFeed.Tests.Hosting;

/// <summary>
/// What is logged at the levels that are set: a fault's begin and its end, and nothing for a single request or client.
/// </summary>
public sealed class LogLinesTests : IAsyncDisposable
{
    private static readonly string[] Broken =
    [
        "POST /events HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-ndjson\r\nContent-Length: 99\r\n\r\n{\"topic\"",
        "POST /events HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{\"topic\"",
        "GET /events?topic=t HTTP/1.1\r\nHost: x\r\n\r\n",
        "nonsense\r\n\r\n",
    ];

    private readonly LogCollector _lines = new();
    private readonly TempFolder _folder = new();
    private readonly LiveFeedServer _server;

    public LogLinesTests() => _server = new LiveFeedServer(
        services => services.AddSingleton<ILoggerProvider>(_lines),
        ("Log:Provider", "sqlite"),
        ("Log:Path", _folder.File("feed.db")),
        ("/Logging:LogLevel:Default", "Information"),
        ("/Logging:LogLevel:Microsoft.Hosting.Lifetime", "Information"));

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Clients_that_come_and_go_and_requests_that_are_wrong_are_not_worth_a_line()
    {
        var before = _lines.Messages;

        // Else the test would see no line at all.
        Assert.Contains(before, line => line.Contains("Now listening", StringComparison.Ordinal));
        for (var i = 0; i < 20; i++)
        {
            foreach (var request in Broken)
            {
                await BreakOffAsync(request, reset: true);
                await BreakOffAsync(request, reset: false);
            }
        }

        for (var i = 0; i < 3; i++)
        {
            await using var stream = await _server.FollowAsync("/events?topic=t");
            await stream.ReadConnectedAsync();
            await _server.Http.PublishNumbersAsync("t", 1);
            await stream.ReadEventAsync();
            await AskForNonsenseAsync();
        }

        await Deadline.UntilAsync(() => _server.Hub.Everyone.Count == 0, "all have gone");
        Assert.Equal(before, _lines.Messages);
    }

    [Fact]
    public async Task A_log_that_cannot_be_written_is_logged_once_and_once_more_when_it_can_be_written_again()
    {
        var before = _lines.Messages.Count;
        using (var locked = SqliteStore.Open(_folder.File("feed.db"), SqliteOpenMode.ReadWrite))
        {
            using var begin = locked.CreateCommand();
            begin.CommandText = "BEGIN IMMEDIATE";
            begin.ExecuteNonQuery();
            await Deadline.UntilAsync(
                async () => await PostAsync() == HttpStatusCode.ServiceUnavailable, "publishers are refused");
            for (var i = 0; i < 10; i++)
            {
                Assert.Equal(HttpStatusCode.ServiceUnavailable, await PostAsync());
            }
        }

        await Deadline.UntilAsync(async () => await PostAsync() == HttpStatusCode.Accepted, "the log takes events again");
        Assert.Collection(
            _lines.Messages.Skip(before),
            line => Assert.Matches("^Error: The log .* cannot be written", line),
            line => Assert.Matches("^Information: The log .* can be written again", line));
    }

    [Fact]
    public async Task A_client_that_resets_streams_as_fast_as_it_opens_them_is_worth_one_line_at_most()
    {
        await using var server = new LiveFeedServer(
            services => services.AddSingleton<ILoggerProvider>(_lines), ("/Kestrel:EndpointDefaults:Protocols", "Http2"));
        var before = _lines.Messages.Count;

        for (var i = 0; i < 20; i++)
        {
            await RapidReset.SendAsync(server.Address, streams: 2_000);
        }

        Assert.InRange(_lines.Messages.Count - before, 0, 1);
    }

    [Fact]
    public async Task Text_of_a_file_or_a_client_forges_no_line_and_hides_none()
    {
        using var boards = new TempFolder();
        await File.WriteAllTextAsync(
            boards.File("shop.json"),
            """{"title":"x","tiles":[{"type":"clock","a\n\u001b[2Jcrit: forged\u202e":1}]}""",
            TestContext.Current.CancellationToken);
        await using var server = new LiveFeedServer(
            services => services.AddSingleton<ILoggerProvider>(_lines), ("Boards:Path", boards.Path));

        var line = Assert.Single(_lines.Messages, line => line.Contains("shop.json is broken", StringComparison.Ordinal));
        Assert.Contains("""a\u000a\u001b[2Jcrit: forged\u202e""", line, StringComparison.Ordinal);
        Assert.DoesNotContain(line, char.IsControl);
    }

    private async Task<HttpStatusCode> PostAsync()
    {
        using var response = await _server.Http.PostEventsAsync("""{"topic":"t","data":1}""");
        return response.StatusCode;
    }

    private async Task AskForNonsenseAsync()
    {
        using var malformed = await _server.Http.PostEventsAsync("nonsense");
        using var wrongType = await _server.Http.PostEventsAsync("nonsense", "application/xml");
        using var invalid = await _server.Http.PostEventsAsync("""{"topic":"a b","data":1}""");
        using var tooLarge = await _server.Http.PostEventsAsync($"\"{new string('x', 20 << 20)}\"");
        using var nowhere = await _server.Http.GetAsync(
            new Uri("/nowhere", UriKind.Relative), TestContext.Current.CancellationToken);
        using var noPattern = await _server.Http.GetAsync(
            new Uri("/events?topic=a**", UriKind.Relative), TestContext.Current.CancellationToken);
        foreach (var answer in (HttpResponseMessage[])[malformed, wrongType, invalid, tooLarge, nowhere, noPattern])
        {
            Assert.InRange((int)answer.StatusCode, 400, 499);
        }
    }

    // It ends by a reset, as when a machine is gone, or in order, as when a process is ended.
    private async Task BreakOffAsync(string request, bool reset)
    {
        using var client = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await client.ConnectAsync(_server.Address.Host, _server.Address.Port, TestContext.Current.CancellationToken);
        await client.SendAsync(Encoding.ASCII.GetBytes(request), TestContext.Current.CancellationToken);
        if (reset)
        {
            client.LingerState = new LingerOption(true, 0);
        }
    }
}
