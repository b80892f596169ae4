using System.IO.Pipelines;
using LiveFeed.Bodies;
using LiveFeed.Clients;
using LiveFeed.Frames;
using LiveFeed.Streaming.WebSockets;
using LiveFeed.Streaming.WebSockets.Framing;
using LiveFeed.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace LiveFeed.Tests.Streaming.WebSockets;

/// <summary>When a client counts as heard.</summary>
public sealed class WebSocketPeerTests : IAsyncDisposable
{
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(15);

    private readonly FakeTimeProvider _time = new(TestEvents.Noon);
    private readonly LiveFeedServer _server;
    private readonly Pipe _pipe = new();

    public WebSocketPeerTests() => _server = new LiveFeedServer(
        services => services.AddSingleton<TimeProvider>(_time), ("Delivery:StalledAfter", "00:00:00"));

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_client_whose_long_message_is_on_its_way_is_not_asked_whether_it_is_there()
    {
        const int Pieces = 20;
        var message = RawSocket.Frame(RawSocket.Text, new byte[Pieces * 1_000]);
        var client = await _server.Hub.JoinAsync(new JoinRequest { Transport = "websocket" }, CancellationToken.None);
        var bodies = _server.Services.GetRequiredService<BodyReader>();
        using var reader = new WebSocketReader(_pipe.Reader, bodies, message.Length, mayCompress: false);
        var peer = new WebSocketPeer(client, tcp: null, reader, Silence, _time);
        var reading = reader.ReadAsync(CancellationToken.None).AsTask();

        foreach (var piece in message.Chunk(1_000).Take(Pieces))
        {
            var heard = reader.Heard;
            await _pipe.Writer.WriteAsync(piece, TestContext.Current.CancellationToken);
            await Deadline.UntilAsync(() => reader.Heard > heard, "the piece is read");
            _time.Advance(TimeSpan.FromSeconds(4));
            peer.Look();
            Assert.Empty(Told(client));
        }

        _time.Advance(Silence);
        peer.Look();
        Assert.Same(ControlFrame.Ping, Assert.Single(Told(client)));
        await Assert.ThrowsAsync<BodyRefusedException>(() => reading.WithinDeadline());
    }

    private static List<Frame> Told(FeedClient client)
    {
        var told = new List<Frame>();
        client.TakeTold(told);
        return told;
    }
}
