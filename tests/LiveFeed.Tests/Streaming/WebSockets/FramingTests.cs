using System.Text;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Streaming.WebSockets;

/// <summary>What RFC 6455 asks of a server, over a raw socket.</summary>
public sealed class FramingTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private const string PingMessage = """{"type":"ping","id":"ä"}""";
    private const string PongMessage = """{"type":"pong","id":"ä"}""";

    [Fact]
    public async Task A_message_in_one_frame_is_answered()
    {
        await using var socket = await OpenAsync();
        await socket.SendAsync(RawSocket.Text, PingMessage);
        Assert.Equal(PongMessage, await socket.ReadTextAsync());
    }

    [Fact]
    public async Task Fragments_are_put_together_and_a_ping_between_them_is_answered_at_once()
    {
        await using var socket = await OpenAsync();
        var bytes = Encoding.UTF8.GetBytes(PingMessage);
        await socket.SendAsync(RawSocket.Frame(RawSocket.Text, bytes[..21], isFinal: false)); // within the letter
        await socket.SendAsync(RawSocket.Ping, "now");
        var (first, payload) = await socket.ReadFrameAsync();
        Assert.Equal((0x80 | RawSocket.Pong, "now"), (first, Encoding.UTF8.GetString(payload)));

        await socket.SendAsync(RawSocket.Frame(0, [], isFinal: false));
        await socket.SendAsync(RawSocket.Frame(0, bytes[21..]));
        Assert.Equal(PongMessage, await socket.ReadTextAsync());
    }

    [Fact]
    public async Task Bytes_that_arrive_one_by_one_are_a_message()
    {
        await using var socket = await OpenAsync();
        foreach (var one in RawSocket.Frame(RawSocket.Text, Encoding.UTF8.GetBytes(PingMessage)))
        {
            await socket.SendAsync([one]);
        }

        Assert.Equal(PongMessage, await socket.ReadTextAsync());
    }

    [Theory]
    [InlineData(125)]
    [InlineData(126)]
    [InlineData(65_535)]
    [InlineData(65_536)]
    [InlineData(1_000_003)]
    public async Task Every_form_of_length_is_read_and_written(int length)
    {
        await using var socket = await OpenAsync();
        var id = $"\"{new string('x', 200)}\"";
        var message = $$"""{"type":"ping","id":{{id}}}""";
        await socket.SendAsync(RawSocket.Text, message.PadRight(length));
        Assert.Equal(message.Replace("ping", "pong", StringComparison.Ordinal), await socket.ReadTextAsync());
    }

    [Fact]
    public async Task An_empty_ping_and_an_unasked_pong_are_fine()
    {
        await using var socket = await OpenAsync();
        await socket.SendAsync(RawSocket.Pong, "unasked");
        await socket.SendAsync(RawSocket.Ping, "");
        Assert.Equal(0x80 | RawSocket.Pong, (await socket.ReadFrameAsync()).First);
    }

    [Fact]
    public async Task A_binary_message_is_answered_with_an_error_and_the_connection_stays()
    {
        await using var socket = await OpenAsync();
        await socket.SendAsync(RawSocket.Binary, "{}");
        Assert.Contains("\"type\":\"error\"", await socket.ReadTextAsync(), StringComparison.Ordinal);
        await socket.SendAsync(RawSocket.Text, PingMessage);
        Assert.Equal(PongMessage, await socket.ReadTextAsync());
    }

    public static TheoryData<string, byte[], int> Broken => new()
    {
        { "not masked", [0x81, 2, (byte)'{', (byte)'}'], 1002 },
        { "RSV1 without compression", RawSocket.Frame(RawSocket.Text, "{}"u8.ToArray(), reserved: 0x40), 1002 },
        { "RSV2", RawSocket.Frame(RawSocket.Text, "{}"u8.ToArray(), reserved: 0x20), 1002 },
        { "RSV3", RawSocket.Frame(RawSocket.Text, "{}"u8.ToArray(), reserved: 0x10), 1002 },
        { "a reserved opcode", RawSocket.Frame(3, "{}"u8.ToArray()), 1002 },
        { "a reserved control opcode", RawSocket.Frame(11, []), 1002 },
        { "a ping in pieces", RawSocket.Frame(RawSocket.Ping, "x"u8.ToArray(), isFinal: false), 1002 },
        { "a large ping", RawSocket.Frame(RawSocket.Ping, new byte[126]), 1002 },
        { "a continuation of nothing", RawSocket.Frame(0, "{}"u8.ToArray()), 1002 },
        {
            "a message within a message",
            [.. RawSocket.Frame(RawSocket.Text, "{"u8.ToArray(), isFinal: false), .. RawSocket.Frame(RawSocket.Text, [])],
            1002
        },
        { "a length with its highest bit", [0x81, 0xFF, 0x80, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4], 1002 },
        { "not UTF-8", RawSocket.Frame(RawSocket.Text, [0xC3, 0x28]), 1007 },
        { "a letter that is cut off", RawSocket.Frame(RawSocket.Text, [0xC3]), 1007 },
        { "a close of one byte", RawSocket.Frame(RawSocket.Close, [3]), 1002 },
        { "a close with a reserved code", RawSocket.Frame(RawSocket.Close, [3, 0xED]), 1002 },
        { "a close with a code below 1000", RawSocket.Frame(RawSocket.Close, [0, 1]), 1002 },
        { "a close with a bad reason", RawSocket.Frame(RawSocket.Close, [3, 0xE8, 0xC3]), 1007 },
        { "too much", RawSocket.Head(RawSocket.Text, 17 << 20), 4409 },
        { "too much of nothing", RawSocket.Head(RawSocket.Text, long.MaxValue), 4409 },
        { "a normal close", RawSocket.Frame(RawSocket.Close, [3, 0xE8, (byte)'o', (byte)'k']), 1000 },
        { "a close without a code", RawSocket.Frame(RawSocket.Close, []), 1005 },
        { "a close of its own", RawSocket.Frame(RawSocket.Close, [0x0F, 0xA0]), 4000 },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task What_breaks_the_protocol_or_ends_it_is_closed_with_a_code(string what, byte[] bytes, int code)
    {
        await using var socket = await OpenAsync();
        await socket.SendAsync(bytes);
        Assert.Equal((what, code), (what, await socket.ReadCloseAsync()));
    }

    [Fact]
    public async Task After_a_close_nothing_is_read()
    {
        await using var socket = await OpenAsync();
        await socket.SendAsync(
        [
            .. RawSocket.Frame(RawSocket.Close, [3, 0xE8]),
            .. RawSocket.Frame(RawSocket.Text, Encoding.UTF8.GetBytes(PingMessage)),
        ]);
        Assert.Equal(1000, await socket.ReadCloseAsync());
    }

    [Fact]
    public async Task Fragments_without_end_are_refused_by_their_sum()
    {
        await using var socket = await OpenAsync();
        var piece = new byte[1 << 20];
        Array.Fill(piece, (byte)' ');
        await socket.SendAsync(RawSocket.Frame(RawSocket.Text, piece, isFinal: false));
        for (var i = 0; i < 16; i++)
        {
            await socket.SendAsync(RawSocket.Frame(0, piece, isFinal: false));
        }

        Assert.Equal(4409, await socket.ReadCloseAsync());
    }

    [Fact]
    public async Task A_compressed_message_is_read_also_in_fragments()
    {
        await using var socket = await OpenAsync("Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits");
        var deflated = Compressed.Message(Encoding.UTF8.GetBytes(PingMessage));
        await socket.SendAsync(RawSocket.Frame(RawSocket.Text, deflated, reserved: 0x40));
        Assert.Equal(PongMessage, await socket.ReadTextAsync());

        await socket.SendAsync(RawSocket.Frame(RawSocket.Text, deflated[..5], isFinal: false, reserved: 0x40));
        await socket.SendAsync(RawSocket.Frame(0, deflated[5..]));
        Assert.Equal(PongMessage, await socket.ReadTextAsync());

        await socket.SendAsync(RawSocket.Text, PingMessage);
        Assert.Equal(PongMessage, await socket.ReadTextAsync());
    }

    [Theory]
    [InlineData("F3 48 CD C9 C9 07 00 00", "Hello")] // RFC 7692, 7.2.3.4
    [InlineData("F3 48 CD C9 C9 07 00 F3 48 CD C9 C9 07 00 00", "HelloHello")]
    [InlineData("F3 48 CD C9 C9 07 00 F2 48 CD C9 C9 07 00", "HelloHello")]
    public async Task A_compressed_message_goes_on_after_a_final_block(string hex, string text)
    {
        await using var socket = await OpenAsync("Sec-WebSocket-Extensions: permessage-deflate");
        await socket.SendAsync(RawSocket.Frame(RawSocket.Text, Bytes(hex), reserved: 0x40));
        await socket.SendAsync(RawSocket.Frame(RawSocket.Text, Encoding.UTF8.GetBytes(text)));

        Assert.Equal(await socket.ReadTextAsync(), await socket.ReadTextAsync());
        await socket.SendAsync(RawSocket.Text, PingMessage);
        Assert.Equal(PongMessage, await socket.ReadTextAsync());
    }

    [Theory]
    [InlineData("bomb", 4409)]
    [InlineData("bomb after a final block", 4409)]
    [InlineData("garbage after a final block", 1007)]
    [InlineData("damaged", 1007)]
    [InlineData("RSV1 of a continuation", 1002)]
    public async Task What_is_compressed_badly_is_closed_with_a_code(string what, int code)
    {
        await using var socket = await OpenAsync("Sec-WebSocket-Extensions: permessage-deflate");
        await socket.SendAsync(what switch
        {
            "bomb" => RawSocket.Frame(RawSocket.Text, Compressed.Message(new byte[17 << 20]), reserved: 0x40),
            "bomb after a final block" => RawSocket.Frame(
                RawSocket.Text,
                [.. Bytes("F3 48 CD C9 C9 07 00"), .. Compressed.Message(new byte[17 << 20])],
                reserved: 0x40),
            "garbage after a final block" => RawSocket.Frame(
                RawSocket.Text, Bytes("F3 48 CD C9 C9 07 00 FF FF FF"), reserved: 0x40),
            "damaged" => RawSocket.Frame(RawSocket.Text, [0xFF, 0xFF, 0xFF], reserved: 0x40),
            _ =>
            [
                .. RawSocket.Frame(RawSocket.Text, Compressed.Message("{}"u8.ToArray()), isFinal: false, reserved: 0x40),
                .. RawSocket.Frame(0, [], reserved: 0x40),
            ],
        });
        Assert.Equal(code, await socket.ReadCloseAsync());
    }

    private static byte[] Bytes(string hex) => Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));

    private Task<RawSocket> OpenAsync(params string[] headers) => RawSocket.OpenAsync(fixture.Server.Address, headers);
}
