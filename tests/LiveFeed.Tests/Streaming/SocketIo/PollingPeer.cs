using System.Net;
using System.Text;
using System.Text.Json;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Streaming.SocketIo;

/// <summary>Over HTTP long polling. It polls when something is to be read.</summary>
internal sealed class PollingPeer : SocketIoPeer
{
    private const char Separator = '\u001e';

    private readonly HttpClient _http = new();
    private readonly Queue<string> _packets = new();
    private Uri _url = null!;

    /// <summary>Packets that came with a poll and are not read yet.</summary>
    internal int Waiting => _packets.Count;

    internal static async Task<SocketIoPeer> DialAsync(Uri address, string query, string? token)
    {
        var peer = new PollingPeer { _url = new Uri(address, $"/socket.io/?EIO=4&transport=polling{query}") };
        if (token is not null)
        {
            peer._http.DefaultRequestHeaders.Add("Authorization", $"Bearer {token}");
        }

        var open = await peer._http.GetStringAsync(peer._url).WithinDeadline();
        var sid = JsonSerializer.Deserialize<JsonElement>(open[1..]).GetProperty("sid").GetString();
        peer._url = new Uri($"{peer._url}&sid={sid}");
        return peer;
    }

    internal override Task SendAsync(string packet) => PostAsync(Encoding.UTF8.GetString(TextOf(packet)));

    internal override Task SendAsync(byte[] attachment) => PostAsync($"b{Convert.ToBase64String(attachment)}");

    protected override async Task<string> ReadNextAsync()
    {
        while (true)
        {
            if (_packets.TryDequeue(out var packet))
            {
                Assert.NotEqual("1", packet);
                if (packet is not ("2" or "6"))
                {
                    return packet[0] == 'b' ? packet : packet[1..];
                }

                if (packet == "2")
                {
                    await PostAsync("3");
                }
            }
            else
            {
                Assert.True(await PollAsync(), "closed");
            }
        }
    }

    internal override async Task ReadCloseAsync()
    {
        while (!_packets.Contains("1") && await PollAsync())
        {
            // comes before the close
        }
    }

    internal override void Break() => _http.CancelPendingRequests();

    public override ValueTask DisposeAsync()
    {
        _http.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<bool> PollAsync()
    {
        using var response = await _http.GetAsync(_url).WithinDeadline();
        if (response.StatusCode != HttpStatusCode.OK)
        {
            return false;
        }

        foreach (var packet in (await response.Content.ReadAsStringAsync()).Split(Separator))
        {
            _packets.Enqueue(packet);
        }

        return true;
    }

    // What closes the connection is refused.
    private async Task PostAsync(string packet)
    {
        using var content = new StringContent(packet);
        using var response = await _http.PostAsync(_url, content).WithinDeadline();
    }
}
