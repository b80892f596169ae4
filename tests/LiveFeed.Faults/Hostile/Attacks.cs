using System.Text;

namespace LiveFeed.Faults.Hostile;

/// <summary>
/// Everything that is done to a service at once: by readers that read nothing, by queries, by producers, and by connections
/// that ask for nothing.
/// </summary>
internal sealed class Attacks : IDisposable
{
    private const string Ndjson = "application/x-ndjson";
    private const string Json = "application/json";

    // The bytes of one JSON body, under the default limit of 16 MiB, and of one line, under the default limit of about 2
    // MiB.
    private const int HalfBodyBytes = 15_000_000;
    private const int HalfLineBytes = 2_000_000;

    private static readonly TimeSpan Life = TimeSpan.FromSeconds(20);

    private readonly int _port;
    private readonly int _percent;
    private readonly Tally _tally;
    private readonly HttpClient _http;

    internal Attacks(int port, int percent, Tally tally)
    {
        (_port, _percent, _tally) = (port, percent, tally);
        _http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = int.MaxValue })
        {
            BaseAddress = new Uri($"http://127.0.0.1:{port}"),
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    /// <summary>All of it.</summary>
    internal Task RunAsync(CancellationToken stop) => RunAsync([.. Readers(), .. Queries(), .. Producers()], stop);

    /// <summary>What asks, and reads or does not.</summary>
    internal Task AskAsync(CancellationToken stop) => RunAsync([.. Readers(), .. Queries()], stop);

    private static async Task RunAsync(IAttacker[] attackers, CancellationToken stop)
    {
        try
        {
            await Task.WhenAll(attackers.Select(attacker => attacker.RunAsync(stop)));
        }
        catch (OperationCanceledException)
        {
            // Some had not begun when they were stopped.
        }
    }

    public void Dispose() => _http.Dispose();

    private IEnumerable<IAttacker> Readers() =>
    [
        Mute("mute history", 50, HostileBodies.Get("/history?topic=**&limit=10000")),
        Mute("mute newest", 20, HostileBodies.Get("/history?topic=**&newest=10000")),
        Mute("mute newest of each", 10, HostileBodies.Get("/history?topic=**&newestOfEach=10")),
        Mute("mute topics", 10, HostileBodies.Get("/topics")),
        Mute("mute joiner", 20, HostileBodies.Get("/events?topic=**&last=1000")),
        Mute("mute and behind", 50, HostileBodies.Get("/events?topic=**&lastEventId=0000000000-1")),
        Mute("mute and live", 50, HostileBodies.Get("/events?topic=**")),
        Mute("mute envelopes", 20, HostileBodies.Get("/events?topic=big/*&topic=names/*&envelope=true")),
        Mute("idle", 1_000, []),
        Mute("half a request", 100, Encoding.ASCII.GetBytes("GET /events?topic=")),
    ];

    private IEnumerable<IAttacker> Queries() =>
    [
        Get("history", 2, "/history?topic=**&limit=10000"),
        Get("newest", 2, "/history?topic=**&newest=10000"),
        Get("newest of each", 1, "/history?topic=many/**&newestOfEach=10"),
        Get("series", 2, "/history/series?topic=many/0/*&buckets=1000"),
        Get("states", 1, "/history/states?topic=many/1/*&buckets=1000"),
        Get("topics", 1, "/topics"),
        Get("clients", 1, "/clients"),
        Get("badge", 1, "/badge.svg?topic=many/0/1"),

        // Come and go, with a look at the latest of every topic.
        new Storm("joiner", _http, Of(4), () => new HttpRequestMessage(HttpMethod.Get, "/events?topic=**&last=1"), _tally)
        {
            Read = 32 << 10,
        },
    ];

    private IEnumerable<IAttacker> Producers() =>
    [
        .. from encoding in (string[])["br", "gzip", "deflate"]
           from isOneLine in (bool[])[false, true]
           let body = HostileBodies.Bomb(encoding, isOneLine)
           select Post($"bomb {encoding} {(isOneLine ? "line" : "lines")}", 1, "/events", body, Ndjson, encoding),
        .. from encoding in (string[])["br", "gzip", "deflate"]
           let body = HostileBodies.CutOff(encoding)
           select Post($"cut off {encoding}", 1, "/events", body, Ndjson, encoding, TimeSpan.FromSeconds(1)),
        Post("bomb json", 1, "/events", HostileBodies.Bomb("br", isOneLine: true), Json, "br"),
        Post("names", 1, "/events", HostileBodies.ManyNames(2_000), Ndjson, pause: TimeSpan.FromSeconds(5)),
        Post(
            "large event",
            1,
            "/topics/big/1",
            Large('b', HostileBodies.LargeBytes),
            "text/plain",
            pause: TimeSpan.FromSeconds(1)),
        Mute("half a body", 30, HostileBodies.Unfinished(Json, Large(' ', HalfBodyBytes))),
        Mute("half a line", 100, HostileBodies.Unfinished(Ndjson, Large('x', HalfLineBytes))),
    ];

    private MuteConnections Mute(string name, int count, byte[] request) =>
        new(name, _port, Of(count), Life, request, _tally);

    private Storm Get(string name, int count, string path) =>
        new(name, _http, count, () => new HttpRequestMessage(HttpMethod.Get, path), _tally);

    private Storm Post(
        string name, int count, string path, byte[] body, string type, string? encoding = null, TimeSpan pause = default) =>
        new(name, _http, count, () => HostileBodies.Post(path, body, type, encoding), _tally) { Pause = pause };

    private int Of(int count) => Math.Max(1, count * _percent / 100);

    private static byte[] Large(char with, int bytes)
    {
        var body = new byte[bytes];
        Array.Fill(body, (byte)with);
        return body;
    }
}
