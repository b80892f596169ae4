using System.Text;
using System.Text.Json;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Streaming.SocketIo;

/// <summary>
/// A client of Socket.IO by hand, over either transport: it sends and reads packets as they are on the wire, without the
/// <c>4</c> of Engine.IO, and answers pings.
/// </summary>
internal abstract class SocketIoPeer : IAsyncDisposable
{
    private readonly Queue<string> _kept = new(); // read before an acknowledgement that was waited for

    /// <summary>The id of its socket in the namespace that it connected to last.</summary>
    internal string Id { get; private set; } = "";

    /// <summary>What it must say to have its state back; null without recovery.</summary>
    internal string? Secret { get; private set; }

    /// <summary>Events that came before the last acknowledgement.</summary>
    internal int Skipped { get; private set; }

    internal static async Task<SocketIoPeer> OpenAsync(
        Uri address, bool polls = false, string query = "", string? token = null) =>
        polls ? await PollingPeer.DialAsync(address, query, token) : await SocketPeer.DialAsync(address, query, token);

    internal static Task<SocketIoPeer> OpenAsync(LiveFeedServer server, bool polls = false) =>
        OpenAsync(server.Address, polls);

    /// <summary>Opens one and connects it to a namespace.</summary>
    internal static async Task<SocketIoPeer> ConnectAsync(
        Uri address, string auth = "", string ns = "", bool polls = false)
    {
        var peer = await OpenAsync(address, polls);
        await peer.ConnectAsync(auth, ns);
        return peer;
    }

    internal static Task<SocketIoPeer> ConnectAsync(
        LiveFeedServer server, string auth = "", string ns = "", bool polls = false) =>
        ConnectAsync(server.Address, auth, ns, polls);

    /// <summary>Connects to a namespace, <c>"/a,"</c>.</summary>
    internal async Task<JsonElement> ConnectAsync(string auth = "", string ns = "")
    {
        await SendAsync($"0{ns}{auth}");
        var answer = await ReadAsync();
        Assert.StartsWith($"0{ns}{{", answer, StringComparison.Ordinal);
        var json = JsonSerializer.Deserialize<JsonElement>(answer[(1 + ns.Length)..]);
        Id = json.GetProperty("sid").GetString()!;
        Secret = json.TryGetProperty("pid", out var pid) ? pid.GetString() : null;
        return json;
    }

    /// <summary>Emits and gives the acknowledgement; what comes before it is read later.</summary>
    internal async Task<JsonElement> AskAsync(string array, string ns = "", int id = 7)
    {
        await SendAsync($"2{ns}{id}{array}");
        Skipped = 0;
        for (var head = $"3{ns}{id}"; ; Skipped++)
        {
            var packet = await ReadNextAsync();
            if (packet.StartsWith(head, StringComparison.Ordinal))
            {
                return JsonSerializer.Deserialize<JsonElement>(packet[head.Length..]);
            }

            _kept.Enqueue(packet);
        }
    }

    /// <summary>Emits, and is acknowledged without an error.</summary>
    internal async Task<JsonElement> DoAsync(string array, string ns = "")
    {
        var answer = (await AskAsync(array, ns))[0];
        Assert.False(answer.TryGetProperty("error", out _), $"{array}: {answer}");
        return answer;
    }

    /// <summary>Emits, is refused, and gives the problem's type without its prefix.</summary>
    internal async Task<string> RefusedAsync(string array, string ns = "")
    {
        var problem = (await AskAsync(array, ns))[0].GetProperty("error");
        Assert.NotNull(problem.GetProperty("detail").GetString());
        return problem.GetProperty("type").GetString()!.Split(':')[^1];
    }

    /// <summary>The next packet, which must be an event of this name; gives its values.</summary>
    internal async Task<JsonElement[]> ReadEventAsync(string name, string ns = "")
    {
        var packet = await ReadAsync();
        var start = packet.IndexOf('[', StringComparison.Ordinal);
        Assert.True(start > 0 && packet[0] is '2' or '5' && packet.Contains(ns, StringComparison.Ordinal), packet);
        var array = JsonSerializer.Deserialize<JsonElement[]>(packet[start..])!;
        Assert.True(array[0].GetString() == name, $"expected {name}, got {packet}");
        return array[1..];
    }

    /// <summary>Nothing has come that is not read yet: a request is acknowledged before anything else.</summary>
    internal async Task HasNothingAsync(string ns = "")
    {
        var answer = await AskAsync("""["unsubscribe","no/topic"]""", ns, id: 99);
        Assert.Empty(_kept);
        Assert.Equal("{}", answer[0].GetRawText());
    }

    /// <summary>Sends the text of a packet.</summary>
    internal abstract Task SendAsync(string packet);

    internal abstract Task SendAsync(byte[] attachment);

    /// <summary>The next packet; bytes come as <c>b</c> and their base64.</summary>
    internal async Task<string> ReadAsync() => _kept.TryDequeue(out var kept) ? kept : await ReadNextAsync();

    /// <summary>Reads the rest until the service closes the connection.</summary>
    internal abstract Task ReadCloseAsync();

    /// <summary>Ends the connection without a word.</summary>
    internal abstract void Break();

    public abstract ValueTask DisposeAsync();

    protected abstract Task<string> ReadNextAsync();

    protected static byte[] TextOf(string packet) => Encoding.UTF8.GetBytes($"4{packet}");
}
