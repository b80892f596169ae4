using System.Globalization;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Streaming.SocketIo.Engine;

/// <summary>Clients of the hub on such connections: what the feed has for them arrives once and in order.</summary>
public sealed class FeedOutputTests : IAsyncDisposable
{
    private readonly FeedApplication _feed = new();
    private readonly EngineHost _host;

    public FeedOutputTests()
    {
        _host = new EngineHost();
        _feed.Serve(_host);
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task A_client_that_polls_gets_every_event_in_order()
    {
        var client = await _host.OpenAsync();
        await client.SendAsync("4t");
        Assert.Equal(["4joined"], await client.PollAsync());
        var publishing = PublishAsync("t", 300);

        Assert.Equal(Numbers(300), await client.PollAsync(300));
        await publishing;
    }

    [Fact]
    public async Task A_WebSocket_gets_every_event_in_order_and_the_hub_writes_past_the_pump()
    {
        await using var socket = await _host.OpenSocketAsync();
        await socket.SendAsync(RawSocket.Text, "4t");
        Assert.Equal("4joined", await socket.ReadTextAsync());
        Assert.NotNull(Assert.Single(_feed.Outputs).Direct);
        var publishing = PublishAsync("t", 300);

        Assert.Equal(Numbers(300), await ReadAsync(socket, 300));
        await publishing;
    }

    [Fact]
    public async Task A_client_that_upgrades_meanwhile_gets_every_event_once_and_in_order()
    {
        var client = await _host.OpenAsync();
        await client.SendAsync("4t");
        Assert.Equal(["4joined"], await client.PollAsync());
        Assert.Null(Assert.Single(_feed.Outputs).Direct);
        var publishing = PublishAsync("t", 300);
        var got = new List<string>(await client.PollAsync(50));

        await using var socket = await _host.ProbeAsync(client);
        await socket.SendAsync(RawSocket.Text, "2probe");
        Assert.Equal("3probe", await socket.ReadTextAsync());
        got.AddRange((await client.PollAsync()).Where(packet => packet != "6"));
        await socket.SendAsync(RawSocket.Text, "5");
        got.AddRange(await ReadAsync(socket, 300 - got.Count));

        Assert.Equal(Numbers(300), got);
        await publishing;
        await PublishAsync("t", 1); // after its next turn the pump has the direct way
        Assert.Equal("40", await socket.ReadTextAsync());
        await Deadline.UntilAsync(() => _feed.Outputs[0].Direct is not null, "the hub writes past the pump");
    }

    [Fact]
    public async Task Several_clients_of_the_hub_share_a_connection()
    {
        await using var socket = await _host.OpenSocketAsync();
        foreach (var topic in new[] { "a", "b" })
        {
            await socket.SendAsync(RawSocket.Text, $"4{topic}");
            Assert.Equal("4joined", await socket.ReadTextAsync());
        }

        await Task.WhenAll(PublishAsync("a", 100), PublishAsync("b", 100));

        var got = await ReadAsync(socket, 200);
        Assert.Equal(Numbers(100).Concat(Numbers(100)).Order(), got.Order());
        Assert.Equal(2, _feed.Outputs.Count);
    }

    [Fact]
    public async Task Answers_and_events_come_over_one_connection_whole()
    {
        await using var socket = await _host.OpenSocketAsync();
        await socket.SendAsync(RawSocket.Text, "4t");
        Assert.Equal("4joined", await socket.ReadTextAsync());
        var session = _feed.Sessions[0];
        var publishing = PublishAsync("t", 300);
        var telling = Task.Run(
            () =>
            {
                for (var i = 0; i < 300; i++)
                {
                    session.Send($"answer {i}");
                }
            },
            TestContext.Current.CancellationToken);

        var got = await ReadAsync(socket, 600);
        Assert.Equal(Numbers(300), got.Where(text => !text.Contains("answer", StringComparison.Ordinal)));
        Assert.Equal(
            Enumerable.Range(0, 300).Select(i => $"4answer {i}"),
            got.Where(text => text.Contains("answer", StringComparison.Ordinal)));
        await Task.WhenAll(publishing, telling);
    }

    [Fact]
    public async Task A_client_that_reads_nothing_falls_behind_to_the_log_and_loses_nothing()
    {
        await using var socket = await _host.OpenSocketAsync();
        await socket.SendAsync(RawSocket.Text, "4t");
        Assert.Equal("4joined", await socket.ReadTextAsync());
        var text = new string('x', 100_000);
        for (var i = 0; i < 200; i++)
        {
            await _host.Server.Http.PublishAsync($$"""{"topic":"t","data":"{{i}} {{text}}"}""");
        }

        for (var i = 0; i < 200; i++)
        {
            Assert.StartsWith($"4\"{i} x", await socket.ReadTextAsync(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_end_of_a_connection_ends_its_clients_of_the_hub()
    {
        var client = await _host.OpenAsync();
        await client.SendAsync("4t");
        Assert.Equal(["4joined"], await client.PollAsync());
        Assert.Equal(1, _host.Server.Hub.Everyone.Count);

        await client.SendAsync("1");

        await Deadline.UntilAsync(() => _host.Server.Hub.Everyone.Count == 0, "the client has left the hub");
    }

    private async Task PublishAsync(string topic, int count)
    {
        for (var i = 0; i < count; i++)
        {
            await _host.Server.Http.PublishAsync($$"""{"topic":"{{topic}}","data":{{i}}}""");
        }
    }

    private static IEnumerable<string> Numbers(int count) =>
        Enumerable.Range(0, count).Select(i => $"4{i.ToString(CultureInfo.InvariantCulture)}");

    private static async Task<List<string>> ReadAsync(RawSocket socket, int count)
    {
        var got = new List<string>();
        while (got.Count < count)
        {
            got.Add(await socket.ReadTextAsync());
        }

        return got;
    }
}
