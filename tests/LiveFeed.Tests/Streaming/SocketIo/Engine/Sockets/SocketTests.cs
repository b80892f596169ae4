using System.Text;
using LiveFeed.Streaming.SocketIo.Engine;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Streaming.SocketIo.Engine.Sockets;

/// <summary>What a client sends and gets over a WebSocket.</summary>
public sealed class SocketTests(EngineHost host) : IClassFixture<EngineHost>
{
    [Theory]
    [InlineData("4hello")]
    [InlineData("4")]
    [InlineData("4a\x1e" + "b")]
    [InlineData("4€ 🙂")]
    public async Task A_text_comes_back_in_a_message_of_its_own(string packet)
    {
        await using var socket = await host.OpenSocketAsync();

        await socket.SendAsync(RawSocket.Text, packet);

        Assert.Equal(packet, await socket.ReadTextAsync());
    }

    [Fact]
    public async Task Bytes_come_back_as_they_are()
    {
        await using var socket = await host.OpenSocketAsync();
        byte[] bytes = [.. Enumerable.Range(0, 256).Select(value => (byte)value)];

        await socket.SendAsync(RawSocket.Frame(RawSocket.Binary, bytes));

        var (first, payload) = await socket.ReadFrameAsync();
        Assert.Equal(0x80 | RawSocket.Binary, first);
        Assert.Equal(bytes, payload);
    }

    [Fact]
    public async Task Messages_are_taken_one_after_another_and_answered_in_order()
    {
        await using var socket = await host.OpenSocketAsync();
        for (var number = 0; number < 500; number++)
        {
            await socket.SendAsync(RawSocket.Text, $"4{number}");
        }

        for (var number = 0; number < 500; number++)
        {
            Assert.Equal($"4{number}", await socket.ReadTextAsync());
        }
    }

    [Fact]
    public async Task A_message_may_come_in_fragments_with_control_frames_between()
    {
        await using var socket = await host.OpenSocketAsync();
        await socket.SendAsync(RawSocket.Text, "4he", isFinal: false);
        await socket.SendAsync(RawSocket.Ping, "are you there");
        await socket.SendAsync(RawSocket.Pong, "");
        await socket.SendAsync(0, "llo");

        var (first, payload) = await socket.ReadFrameAsync();
        Assert.Equal((0x80 | RawSocket.Pong, "are you there"), (first, Encoding.UTF8.GetString(payload)));
        Assert.Equal("4hello", await socket.ReadTextAsync());
    }

    [Theory]
    [InlineData("abc", EngineCloseReason.ParseError, 1002)]
    [InlineData("", EngineCloseReason.ParseError, 1002)]
    [InlineData("b", EngineCloseReason.ParseError, 1002)]
    [InlineData("2", EngineCloseReason.TransportError, 1002)]
    [InlineData("2probe", EngineCloseReason.TransportError, 1002)]
    [InlineData("1", EngineCloseReason.TransportClose, 1005)]
    internal async Task What_is_no_packet_of_a_client_closes_the_connection(
        string packet, EngineCloseReason reason, int code)
    {
        await using var own = new EngineHost();
        await using var socket = await own.OpenSocketAsync();
        var session = await own.Application.NextAsync();

        await socket.SendAsync(RawSocket.Text, packet);
        await socket.SendAsync(RawSocket.Text, "4too late"); // is not taken

        Assert.Equal(code, await socket.ReadCloseAsync());
        Assert.Equal(reason, await session.EndAsync());
    }

    [Fact]
    public async Task Packets_that_mean_nothing_here_are_passed_over()
    {
        await using var socket = await host.OpenSocketAsync();
        foreach (var packet in new[] { "0", "5", "6", "3", "3probe", "4a" })
        {
            await socket.SendAsync(RawSocket.Text, packet);
        }

        Assert.Equal("4a", await socket.ReadTextAsync());
    }

    [Theory]
    [InlineData(1_000_000, 0)]
    [InlineData(1_000_001, 1009)]
    public async Task A_message_may_have_as_many_bytes_as_was_told_and_no_more(int length, int code)
    {
        await using var socket = await host.OpenSocketAsync();

        await socket.SendAsync(RawSocket.Text, $"4{new string('x', length - 1)}");

        if (code == 0)
        {
            Assert.Equal(length, (await socket.ReadTextAsync()).Length);
        }
        else
        {
            Assert.Equal(code, await socket.ReadCloseAsync());
        }
    }

    [Fact]
    public async Task A_close_of_the_client_is_answered_and_ends_the_connection()
    {
        await using var own = new EngineHost();
        await using var socket = await own.OpenSocketAsync();
        var session = await own.Application.NextAsync();

        await socket.SendAsync(RawSocket.Frame(RawSocket.Close, [3, 0xE8]));

        Assert.Equal(1000, await socket.ReadCloseAsync());
        Assert.Equal(EngineCloseReason.TransportClose, await session.EndAsync());
        Assert.True(session.Connection.Gone.IsCancellationRequested);
    }

    [Fact]
    public async Task A_connection_that_breaks_off_is_ended()
    {
        await using var own = new EngineHost();
        var socket = await own.OpenSocketAsync();
        var session = await own.Application.NextAsync();

        await socket.DisposeAsync();

        Assert.Equal(EngineCloseReason.TransportClose, await session.EndAsync());
    }

    [Fact]
    public async Task The_application_closes_after_its_last_words()
    {
        await using var own = new EngineHost();
        await using var socket = await own.OpenSocketAsync();
        var session = await own.Application.NextAsync();

        session.Send("last words");
        session.Connection.Close(EngineCloseReason.Closed);

        Assert.Equal("4last words", await socket.ReadTextAsync());
        Assert.Equal(1005, await socket.ReadCloseAsync());
        Assert.Equal(EngineCloseReason.Closed, await session.EndAsync());
    }

    [Fact]
    public async Task An_application_that_fails_ends_only_that_connection()
    {
        await using var own = new EngineHost();
        own.Application.Take = (_, _) => throw new InvalidOperationException("on purpose");
        await using var socket = await own.OpenSocketAsync();
        var session = await own.Application.NextAsync();

        await socket.SendAsync(RawSocket.Text, "4a");

        Assert.Equal(1011, await socket.ReadCloseAsync());
        Assert.Equal(EngineCloseReason.Fault, await session.EndAsync());
    }

    [Fact]
    public async Task A_client_that_leaves_a_megabyte_unread_is_closed()
    {
        await using var own = new EngineHost();
        await using var socket = await own.OpenSocketAsync();
        var session = await own.Application.NextAsync();
        var text = new string('x', 100_000);

        for (var sent = 0; session.Send(text); sent++)
        {
            Assert.True(sent < 1_000, "a client that does not read is sent a hundred megabytes");
        }

        Assert.Equal(EngineCloseReason.TooMuchUnread, await session.EndAsync());
        await Deadline.UntilAsync(() => own.Server.HeldBytes() == 0, "nothing is held");
    }

    [Fact]
    public async Task While_much_is_unread_nothing_more_is_taken()
    {
        await using var own = new EngineHost();
        await using var socket = await own.OpenSocketAsync();
        var session = await own.Application.NextAsync();
        var sending = Task.Run(
            async () =>
            {
                for (var sent = 0; sent < 300; sent++)
                {
                    await socket.SendAsync(RawSocket.Text, $"4{new string('x', 99_999)}");
                }
            },
            TestContext.Current.CancellationToken);

        for (var read = 0; read < 300; read++)
        {
            Assert.Equal(100_000, (await socket.ReadTextAsync()).Length);
        }

        await sending.WithinDeadline();
        Assert.False(session.HasEnded);
    }

    // A lane may find the connection broken while it has the turn to write to one of the session's clients.
    [Fact]
    public async Task Whoever_ends_a_connection_does_not_wait_until_its_session_has_been_told()
    {
        await using var own = new EngineHost();
        using var isOver = new ManualResetEventSlim();
        own.Application.End = isOver.Wait;
        await using var socket = await own.OpenSocketAsync();
        var session = await own.Application.NextAsync();

        await Task.Run(session.Connection.Abort, TestContext.Current.CancellationToken).WithinDeadline();

        Assert.False(session.HasEnded);
        isOver.Set();
        Assert.Equal(EngineCloseReason.TransportClose, await session.EndAsync());
    }

    [Fact]
    public async Task What_one_client_gets_alone_is_not_compressed_and_what_it_sends_may_be()
    {
        await using var socket = await host.OpenSocketAsync("Sec-WebSocket-Extensions: permessage-deflate");
        Assert.Contains("permessage-deflate; server_no_context_takeover", socket.Answer, StringComparison.Ordinal);
        var text = $"4{new string('x', 5_000)}";

        await socket.SendAsync(
            RawSocket.Frame(RawSocket.Text, Compressed.Message(Encoding.UTF8.GetBytes(text)), reserved: 0x40));

        Assert.Equal(text, await socket.ReadTextAsync());
    }
}
