using System.Net.Security;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Hosting.Listening;

/// <summary>
/// Clients that send without a pause, and read their answers: more of them than threads, and a service on one core, which
/// adds no threads when that is busy.
/// </summary>
public sealed class EndlessSenderTests : IDisposable
{
    private const int Senders = 32;
    private const string Messages = "messages of WebSockets";
    private const string Requests = "requests";
    private const string Pings = "pings of HTTP/2";

    private readonly TempFolder _folder = new();
    private readonly HeldPort _tls = new();

    public void Dispose()
    {
        _tls.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(Messages, false, "0")]
    [InlineData(Messages, true, "0")]
    [InlineData(Requests, false, "0")]
    [InlineData(Requests, true, "0")]
    [InlineData(Pings, true, "0")]
    [InlineData(Messages, false, "1")]
    [InlineData(Messages, true, "1")]
    [InlineData(Requests, false, "1")]
    [InlineData(Requests, true, "1")]
    [InlineData(Pings, true, "1")]
    public async Task Clients_that_never_stop_sending_leave_a_turn_to_all_others(
        string what, bool isOverTls, string socketThreadsWork)
    {
        var secure = new Uri($"https://127.0.0.1:{_tls.Number}");
        using var service = await ServiceProcess.StartAsync(
            ["--LiveFeed:Log:Provider=memory", $"--Kestrel:Certificates:Default:Path={TestCertificate.Write(_folder)}"],
            OnOneCore(),
            new Dictionary<string, string> { ["DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS"] = socketThreadsWork },
            moreUrls: $";{secure}");
        await using var follower = await SseConnection.OpenAsync(new Uri(service.Address, "/events?topic=others"), []);
        using var senders = new EndlessSenders(
            isOverTls ? secure : service.Address,
            Senders,
            FirstBytesOf(what),
            BytesOf(what),
            what == Pings ? SslApplicationProtocol.Http2 : SslApplicationProtocol.Http11);
        await senders.UntilAllAreAnsweredAsync();

        for (var i = 0; i < 3; i++)
        {
            await service.Http.PublishAsync("""{"topic":"others","data":1}""");
            Assert.Equal("1", (await follower.ReadEventAsync()).Data);
        }

        await senders.UntilAllAreAnsweredAsync(); // they still send
    }

    // One that this process may use, where there is Linux.
    private static string[] OnOneCore()
    {
        const string Name = "Cpus_allowed_list:";
        var cores = File.Exists("/proc/self/status")
            ? File.ReadLines("/proc/self/status").FirstOrDefault(line => line.StartsWith(Name, StringComparison.Ordinal))
            : null;
        return cores is null ? [] : ["taskset", "-c", cores[Name.Length..].Trim().Split(',', '-')[0]];
    }

    private static byte[] FirstBytesOf(string what) => what switch
    {
        Requests => [],
        Pings => [.. "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8, 0, 0, 0, 4, 0, 0, 0, 0, 0], // RFC 9113, section 3.4
        _ => RawSocket.Handshake("localhost", "/ws"),
    };

    private static byte[] BytesOf(string what) => what switch
    {
        Requests => "GET /healthz/live HTTP/1.1\r\nHost: localhost\r\n\r\n"u8.ToArray(),
        Pings => [0, 0, 8, 6, 0, 0, 0, 0, 0, .. "12345678"u8],
        _ => RawSocket.Frame(RawSocket.Text, """{"type":"ping"}"""u8.ToArray()),
    };
}
