using System.Buffers.Binary;
using System.Net.WebSockets;
using LiveFeed.Access.Limits;
using LiveFeed.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace LiveFeed.Tests.Streaming.WebSockets;

/// <summary>With which message and code a WebSocket ends.</summary>
public sealed class ClosingTests
{
    [Fact]
    public async Task An_ended_client_is_told_not_to_come_back()
    {
        await using var server = new LiveFeedServer();
        await using var socket = await JsonSocket.OpenAsync(server);
        using var ended = await server.Http.DeleteAsync(
            new Uri($"/clients/{socket.ClientId}", UriKind.Relative), TestContext.Current.CancellationToken);
        var closing = await socket.ReadAsync("closing");
        Assert.Equal("kicked", closing.GetProperty("reason").GetString());
        Assert.False(closing.GetProperty("reconnect").GetBoolean());
        Assert.Equal(4403, await socket.ReadCloseAsync());
    }

    [Fact]
    public async Task A_stop_is_told()
    {
        await using var server = new LiveFeedServer();
        await using var socket = await JsonSocket.OpenAsync(server, "/ws?topic=a");
        await server.Http.PublishNumbersAsync("a", 3);
        Assert.Equal(["0", "1", "2"], await socket.ReadDataAsync(3));
        var stop = server.DisposeAsync().AsTask();
        Assert.Equal("shutdown", (await socket.ReadAsync("closing")).GetProperty("reason").GetString());
        Assert.Equal(1001, await socket.ReadCloseAsync());
        await stop.WithinDeadline();
    }

    [Fact]
    public async Task A_client_that_does_not_answer_a_close_does_not_hold_up_a_stop()
    {
        await using var server = new LiveFeedServer();
        await using var socket = await RawSocket.OpenAsync(server.Address);
        await server.DisposeAsync().AsTask().WithinDeadline();
    }

    [Fact]
    public async Task When_the_server_is_full_a_client_is_told_to_come_back_later()
    {
        await using var server = new LiveFeedServer(("Limits:Connections", "1"));
        await using var first = await JsonSocket.OpenAsync(server);
        await using var second = await JsonSocket.DialAsync(server.Address);
        Assert.Equal("full", (await second.ReadAsync("closing")).GetProperty("reason").GetString());
        Assert.Equal(1013, await second.ReadCloseAsync());
    }

    [Fact]
    public async Task The_place_of_a_client_that_has_left_is_free()
    {
        await using var server = new LiveFeedServer(("Limits:Connections", "1"));
        for (var i = 0; i < 3; i++)
        {
            await using var socket = await JsonSocket.OpenAsync(server);
            await socket.Socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, TestContext.Current.CancellationToken);
            await Deadline.UntilAsync(() => server.Hub.Everyone.Count == 0, "it has left");
            await Deadline.UntilAsync(
                () => server.Services.GetRequiredService<ConnectionLimiter>().Count == 0, "its place is free");
        }
    }

    [Fact]
    public async Task Without_the_credentials_that_are_needed_a_client_is_told_and_closed()
    {
        await using var server = new LiveFeedServer(("Access:Jwt:SigningKey", TestToken.Secret));
        await using var none = await JsonSocket.DialAsync(server.Address, "/ws?topic=private");
        var problem = (await none.ReadAsync("error")).GetProperty("problem");
        Assert.Equal(401, problem.GetProperty("status").GetInt32());
        Assert.Equal(4401, await none.ReadCloseAsync());

        await using var bad = await JsonSocket.DialAsync(server.Address, "/ws?access_token=x");
        Assert.Equal(4401, await bad.ReadCloseAsync());
    }

    [Fact]
    public async Task Rights_are_asked_for_each_subscription_and_each_publish()
    {
        await using var server = new LiveFeedServer(("Access:Jwt:SigningKey", TestToken.Secret));
        var token = new TestToken { Subscribe = ["a/**"], Publish = ["b"] };
        await using var socket = await JsonSocket.OpenAsync(server, $"/ws?access_token={token.BySecret()}&topic=a/1");
        await socket.SubscribeAsync(""" "topics":["a/2"] """);
        foreach (var message in new[]
        {
            """{"type":"subscribe","topics":["b"]}""", """{"type":"publish","topic":"a/1","data":1}""",
        })
        {
            await socket.SendAsync(message);
            var problem = (await socket.ReadAsync("error")).GetProperty("problem");
            Assert.Equal(403, problem.GetProperty("status").GetInt32());
        }

        await socket.SendAsync("""{"type":"publish","id":1,"topic":"b","data":1}""");
        await socket.ReadAsync("ack");
    }

    [Fact]
    public async Task A_client_that_says_nothing_gets_positions_and_must_answer_a_ping()
    {
        var time = new FakeTimeProvider(TestEvents.Noon);
        await using var server = new LiveFeedServer(
            services => services.AddSingleton<TimeProvider>(time), ("Delivery:StalledAfter", "00:00:20"));
        await using var socket = await RawSocket.OpenAsync(server.Address);
        var (hasPosition, hasPing) = (false, false);
        while (!hasPosition || !hasPing)
        {
            var (first, payload) = await time.PassUntilDoneAsync(socket.ReadFrameAsync());
            hasPosition |= System.Text.Encoding.UTF8.GetString(payload).Contains("\"position\"", StringComparison.Ordinal);
            hasPing |= first == (0x80 | RawSocket.Ping);
        }

        await socket.SendAsync(RawSocket.Pong, "");
        await socket.SendAsync(RawSocket.Text, """{"type":"ping"}""");
        for (var text = ""; !text.Contains("pong", StringComparison.Ordinal);)
        {
            text = System.Text.Encoding.UTF8.GetString((await socket.ReadFrameAsync()).Payload);
        }

        // From here on it reads and does not answer.
        var close = await time.PassUntilDoneAsync(ReadUntilCloseAsync(socket));
        Assert.Equal(4408, BinaryPrimitives.ReadUInt16BigEndian(close));
        await Deadline.UntilAsync(() => server.Hub.Everyone.Count == 0, "it is cut off");
    }

    private static async Task<byte[]> ReadUntilCloseAsync(RawSocket socket)
    {
        while (true)
        {
            var (first, payload) = await socket.ReadFrameAsync();
            if (first == (0x80 | RawSocket.Close))
            {
                return payload;
            }
        }
    }

    [Fact]
    public async Task A_client_that_asks_and_does_not_read_is_closed()
    {
        await using var server = new LiveFeedServer(("Delivery:StalledAfter", "00:00:01"));
        await using var socket = await RawSocket.OpenAsync(server.Address);
        var id = new string('x', 200);
        var frame = RawSocket.Frame(
            RawSocket.Text, System.Text.Encoding.UTF8.GetBytes($$"""{"type":"ping","id":"{{id}}"}"""));
        byte[] many = [.. Enumerable.Repeat(frame, 100).SelectMany(bytes => bytes)];
        var sending = Task.Run(
            async () =>
            {
                while (server.Hub.Everyone.Count > 0)
                {
                    await socket.Stream.WriteAsync(many);
                }
            },
            TestContext.Current.CancellationToken);
        await Deadline.UntilAsync(() => server.Hub.Everyone.Count == 0 || sending.IsFaulted, "it is closed");
    }
}
