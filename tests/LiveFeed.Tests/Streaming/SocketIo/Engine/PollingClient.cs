using System.Net;
using System.Text.Json;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Streaming.SocketIo.Engine;

/// <summary>A client that polls, request by request.</summary>
internal sealed class PollingClient
{
    private const string Path = "/engine.io/?EIO=4&transport=polling";

    private readonly HttpClient _http;

    private PollingClient(HttpClient http, JsonElement handshake) => (_http, Handshake) = (http, handshake);

    internal JsonElement Handshake { get; }

    internal string Id => Handshake.GetProperty("sid").GetString()!;

    internal string Query => $"{Path}&sid={Id}";

    internal static async Task<PollingClient> OpenAsync(HttpClient http)
    {
        var text = await http.GetStringAsync(new Uri(Path, UriKind.Relative)).WithinDeadline();
        Assert.Equal('0', text[0]);
        return new PollingClient(http, JsonSerializer.Deserialize<JsonElement>(text[1..]));
    }

    /// <summary>The packets of the next answer.</summary>
    internal async Task<string[]> PollAsync()
    {
        using var response = await GetAsync();
        var text = await response.Content.ReadAsStringAsync().WithinDeadline();
        Assert.True(response.StatusCode == HttpStatusCode.OK, $"{response.StatusCode}: {text}");
        return text.Split('\x1e');
    }

    /// <summary>So many packets, however many answers they come in.</summary>
    internal async Task<string[]> PollAsync(int count)
    {
        var packets = new List<string>();
        while (packets.Count < count)
        {
            packets.AddRange(await PollAsync());
        }

        return [.. packets];
    }

    internal Task<HttpResponseMessage> GetAsync(CancellationToken cancellationToken = default) =>
        _http.GetAsync(new Uri(Query, UriKind.Relative), cancellationToken).WithinDeadline();

    internal Task<HttpResponseMessage> PostAsync(string body) => PostAsync(new StringContent(body));

    internal Task<HttpResponseMessage> PostAsync(HttpContent body) =>
        _http.PostAsync(new Uri(Query, UriKind.Relative), body).WithinDeadline();

    /// <summary>Sends packets, which are accepted.</summary>
    internal async Task SendAsync(params string[] packets)
    {
        using var response = await PostAsync(string.Join('\x1e', packets));
        Assert.Equal("ok", await response.Content.ReadAsStringAsync());
    }

    /// <summary>It has a WebSocket, so a poll is refused.</summary>
    internal async Task AssertRefusedAfterUpgradeAsync()
    {
        using var response = await GetAsync();
        await response.AssertRefusedAsync(3, "Bad request");
    }

    /// <summary>Its session id is not known any more.</summary>
    internal async Task AssertUnknownAsync()
    {
        using var response = await GetAsync();
        await response.AssertRefusedAsync(1, "Session ID unknown");
    }
}
