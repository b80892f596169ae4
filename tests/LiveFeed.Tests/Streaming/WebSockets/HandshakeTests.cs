using System.Net;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Streaming.WebSockets;

/// <summary>The opening handshake.</summary>
public sealed class HandshakeTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private Uri Address => fixture.Server.Address;

    [Fact]
    public async Task It_is_answered_as_the_protocol_says()
    {
        await using var socket = await RawSocket.OpenAsync(Address);
        Assert.StartsWith("HTTP/1.1 101 ", socket.Answer, StringComparison.Ordinal);
        Assert.Contains("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", socket.Answer, StringComparison.Ordinal);
        Assert.DoesNotContain("Sec-WebSocket-Protocol", socket.Answer, StringComparison.Ordinal);
        Assert.DoesNotContain("Sec-WebSocket-Extensions", socket.Answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("livefeed.v1", true)]
    [InlineData("chat, livefeed.v1", true)]
    [InlineData("chat", false)]
    public async Task The_subprotocol_is_accepted_where_it_is_offered(string offered, bool isAccepted)
    {
        await using var socket = await RawSocket.OpenAsync(Address, $"Sec-WebSocket-Protocol: {offered}");
        Assert.Equal(
            isAccepted, socket.Answer.Contains("Sec-WebSocket-Protocol: livefeed.v1\r\n", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("permessage-deflate", true)]
    [InlineData("permessage-deflate; client_max_window_bits", true)]
    [InlineData("permessage-deflate; client_max_window_bits=8; server_no_context_takeover", true)]
    [InlineData("permessage-deflate; server_max_window_bits=15", true)]
    [InlineData("permessage-deflate; server_max_window_bits=10, permessage-deflate", true)]
    [InlineData("x-webkit-deflate-frame, permessage-deflate; client_no_context_takeover", true)]
    [InlineData("permessage-deflate; server_max_window_bits=10", false)]
    [InlineData("permessage-deflate; server_max_window_bits", false)]
    [InlineData("permessage-deflate; client_max_window_bits=7", false)]
    [InlineData("permessage-deflate; client_max_window_bits=08", false)]
    [InlineData("permessage-deflate; client_no_context_takeover=1", false)]
    [InlineData("permessage-deflate; client_no_context_takeover; client_no_context_takeover", false)]
    [InlineData("permessage-deflate; other", false)]
    [InlineData("other", false)]
    public async Task Compression_without_a_context_is_agreed_on_where_it_can_be(string offered, bool isAccepted)
    {
        await using var socket = await RawSocket.OpenAsync(Address, $"Sec-WebSocket-Extensions: {offered}");
        Assert.Equal(
            isAccepted,
            socket.Answer.Contains(
                "Sec-WebSocket-Extensions: permessage-deflate; server_no_context_takeover; client_no_context_takeover\r\n",
                StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Upgrade: websocket|Sec-WebSocket-Version: 8|Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==|")]
    [InlineData("Upgrade: websocket|Sec-WebSocket-Version: 13|")]
    [InlineData("Upgrade: websocket|Sec-WebSocket-Version: 13|Sec-WebSocket-Key: c2hvcnQ=|")]
    [InlineData("Upgrade: other|Sec-WebSocket-Version: 13|Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==|")]
    public async Task Another_request_is_told_what_is_spoken_here(string lines)
    {
        var headers = lines.Length == 0
            ? ""
            : $"Connection: Upgrade\r\n{lines.Replace("|", "\r\n", StringComparison.Ordinal)}";
        var answer = await RawHttp.AskAsync(
            Address, $"GET /ws HTTP/1.1\r\nHost: {Address.Authority}\r\n{headers}\r\n", until: "upgrade-required");
        Assert.StartsWith("HTTP/1.1 426 ", answer, StringComparison.Ordinal);
        Assert.Contains("Sec-WebSocket-Version: 13", answer, StringComparison.Ordinal);
        Assert.Contains("Upgrade: websocket", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/ws?topic=", HttpStatusCode.UnprocessableEntity)]
    [InlineData("/ws?lastEventId=x", HttpStatusCode.BadRequest)]
    [InlineData("/ws?last_event_id=x", HttpStatusCode.BadRequest)]
    [InlineData("/ws?window=70000", HttpStatusCode.BadRequest)]
    public async Task A_query_that_cannot_be_read_is_refused_before_the_upgrade(string path, HttpStatusCode status)
    {
        var answer = await RawHttp.AskAsync(
            Address,
            $"GET {path} HTTP/1.1\r\nHost: {Address.Authority}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n" +
            "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
            until: "urn:livefeed:problem");
        Assert.StartsWith($"HTTP/1.1 {(int)status} ", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_of_another_origin_is_refused_and_one_that_the_settings_name_is_not()
    {
        await using var server = new LiveFeedServer(("Cors:Origins:0", "https://shop.example.com"));
        await using var guest = await RawSocket.OpenAsync(server.Address, "Origin: https://shop.example.com");
        await using var own = await RawSocket.OpenAsync(server.Address, $"Origin: http://{server.Address.Authority}");
        await using var other = await RawSocket.OpenAsync(server.Address, "Origin: https://evil.example.com");
        await using var opaque = await RawSocket.OpenAsync(server.Address, "Origin: null");

        Assert.StartsWith("HTTP/1.1 101 ", guest.Answer, StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 101 ", own.Answer, StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 403 ", other.Answer, StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 403 ", opaque.Answer, StringComparison.Ordinal);
    }
}
