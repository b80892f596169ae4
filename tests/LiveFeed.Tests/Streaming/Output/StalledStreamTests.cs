using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using LiveFeed.Clients;
using LiveFeed.Tests.Support;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace LiveFeed.Tests.Streaming.Output;

/// <summary>A client that reads nothing, on every kind of output. It is cut off, and nobody else notices.</summary>
public sealed class StalledStreamTests
{
    private const int Megabytes = 12; // more than a connection's buffers take
    private const string Request = "GET /events?topic=t HTTP/1.1\r\nHost: localhost\r\n\r\n";

    [Theory]
    [InlineData("true")]
    [InlineData("false")]
    public async Task Over_HTTP_1_it_is_cut_off_as_stalled(string direct)
    {
        var time = new FakeTimeProvider();
        await using var server = Start(time, ("Delivery:DirectOutput", direct));
        using var stalls = new TcpClient { ReceiveBufferSize = 4_096 };
        await stalls.ConnectAsync(server.Address.Host, server.Address.Port, TestContext.Current.CancellationToken);
        await stalls.GetStream().WriteAsync(Encoding.ASCII.GetBytes(Request), TestContext.Current.CancellationToken);

        await AssertCutOffAsync(server, time, server.Address);

        // It is reset, as there was no way to end it well.
        await Assert.ThrowsAsync<IOException>(() => ReadToEndAsync(stalls.GetStream()));
    }

    [Fact]
    public async Task Over_HTTP_2_it_is_cut_off_as_stalled()
    {
        var time = new FakeTimeProvider();
        await using var server = Start(
            time,
            ("/Kestrel:Endpoints:Http1:Url", "http://127.0.0.1:0"),
            ("/Kestrel:Endpoints:Http2:Url", "http://127.0.0.1:0"),
            ("/Kestrel:Endpoints:Http2:Protocols", "Http2"));
        var addresses =
            server.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses;
        await using var stalls = await SseConnection.OpenAsync(
            new Uri(new Uri(addresses.Last()), "/events?topic=t"), [], HttpVersion.Version20);

        await AssertCutOffAsync(server, time, new Uri(addresses.First()));

        await Assert.ThrowsAnyAsync<IOException>(async () =>
        {
            while (await stalls.ReadAsync() is not null)
            {
            }
        });
    }

    private static LiveFeedServer Start(FakeTimeProvider time, params (string Key, string Value)[] settings) => new(
        services => services.AddSingleton<TimeProvider>(time),
        [("Delivery:StalledAfter", "00:01:00"), ("Delivery:Compression", "none"), .. settings]);

    // One client that reads nothing is connected already.
    private static async Task AssertCutOffAsync(LiveFeedServer server, FakeTimeProvider time, Uri address)
    {
        var left = new ConcurrentQueue<DisconnectReason>();
        await Deadline.UntilAsync(() => server.Hub.Everyone.Count == 1, "it has joined");
        server.Hub.Changed += (_, reason) =>
        {
            if (reason is { } why)
            {
                left.Enqueue(why);
            }
        };
        await using var reads = await SseConnection.OpenAsync(new Uri(address, "/events?topic=t"), []);
        await reads.ReadConnectedAsync();
        using var http = new HttpClient { BaseAddress = address };
        for (var i = 0; i < Megabytes; i++)
        {
            using var posted = await http.PostToTopicAsync("t", new string('x', 1_000_000));
            Assert.Equal(HttpStatusCode.Accepted, posted.StatusCode);
        }

        await reads.ReadEventsAsync(Megabytes);
        Assert.Empty(left);
        await time.PassUntilAsync(TimeSpan.FromSeconds(1), () => !left.IsEmpty, "it is cut off");

        Assert.Equal([DisconnectReason.Stalled], left);
        await http.PublishNumbersAsync("t", 1);
        Assert.Equal("0", (await reads.ReadEventAsync()).Data);
    }

    private static async Task ReadToEndAsync(NetworkStream stream)
    {
        var buffer = new byte[64 << 10];
        while (await stream.ReadAsync(buffer).AsTask().WithinDeadline() > 0)
        {
        }
    }
}
