using System.Text.Json;

namespace LiveFeed.Tests.Streaming.SocketIo.Recovery;

/// <summary>
/// What the library of a client keeps of a socket: its secret, and the last argument of each event when that is a string.
/// </summary>
internal sealed class RecoveringPeer : IAsyncDisposable
{
    private readonly bool _polls;
    private readonly string _token;

    private RecoveringPeer(SocketIoPeer peer, bool polls, string token) => (Peer, _polls, _token) = (peer, polls, token);

    internal SocketIoPeer Peer { get; private set; }

    internal string Id { get; private set; } = "";

    internal string? Secret { get; private set; }

    internal string? Offset { get; set; }

    /// <summary>The service gave it its state back.</summary>
    internal bool IsRecovered { get; private set; }

    internal static async Task<RecoveringPeer> ConnectAsync(Uri address, bool polls = false, string token = "")
    {
        var one = new RecoveringPeer(await SocketIoPeer.OpenAsync(address, polls), polls, token);
        await one.ConnectAsync();
        return one;
    }

    /// <summary>Its old connection may be gone, or not.</summary>
    internal async Task ComeBackAsync(Uri address, string? token = null)
    {
        Peer = await SocketIoPeer.OpenAsync(address, _polls);
        await ConnectAsync(token);
    }

    /// <summary>The next event; each one ends with an offset. Gives its name and its other values as JSON.</summary>
    internal async Task<string> ReadAsync()
    {
        var packet = await Peer.ReadAsync();
        while (packet[0] == '3')
        {
            packet = await Peer.ReadAsync();
        }

        Assert.True(packet[0] is '2' or '5', packet);
        var values = JsonSerializer.Deserialize<JsonElement[]>(packet[packet.IndexOf('[', StringComparison.Ordinal)..])!;
        Offset = values[^1].GetString();
        Assert.Contains('-', Offset!);
        return string.Join(' ', values[..^1].Take(2).Select(Shown));
    }

    /// <summary>The next event that is not about positions.</summary>
    internal async Task<string> ReadNewsAsync()
    {
        const int MaxPositions = 2; // each comes after the heartbeat's interval: then nothing else will come
        for (var positions = 0; ; positions++)
        {
            var news = await ReadAsync();
            if (news != "livefeed.position")
            {
                return news;
            }

            Assert.True(positions < MaxPositions, "nothing comes");
        }
    }

    internal async Task<string[]> ReadNewsAsync(int count)
    {
        var news = new string[count];
        for (var i = 0; i < count; i++)
        {
            news[i] = await ReadNewsAsync();
        }

        return news;
    }

    /// <summary>The next event of this name; others come before it.</summary>
    internal async Task<string> ReadOnlyAsync(string name) => (await ReadOnlyAsync(name, 1))[0];

    internal async Task<List<string>> ReadOnlyAsync(string name, int count)
    {
        var news = new List<string>();
        while (news.Count < count)
        {
            var next = await ReadNewsAsync();
            if (next.StartsWith(name, StringComparison.Ordinal))
            {
                news.Add(next);
            }
        }

        return news;
    }

    /// <summary>It says another secret than its own.</summary>
    internal void Forget(string secret) => Secret = secret;

    public ValueTask DisposeAsync() => Peer.DisposeAsync();

    private async Task ConnectAsync(string? token = null)
    {
        var auth = new Dictionary<string, string?> { ["pid"] = Secret, ["offset"] = Offset, ["token"] = token ?? _token };
        var given = auth.Where(member => !string.IsNullOrEmpty(member.Value)).ToDictionary();
        await Peer.ConnectAsync(JsonSerializer.Serialize(given));
        Assert.NotNull(Peer.Secret);
        IsRecovered = Peer.Secret == Secret;
        Assert.Equal(IsRecovered, Peer.Id == Id);
        (Id, Secret) = (Peer.Id, Peer.Secret);
    }

    private static string Shown(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Object when value.TryGetProperty("n", out var n) => n.GetRawText(),
        JsonValueKind.Object => "{}",
        _ => value.GetRawText(),
    };
}
