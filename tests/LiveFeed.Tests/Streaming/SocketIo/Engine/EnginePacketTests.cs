using System.Buffers;
using System.Text;
using LiveFeed.Streaming.SocketIo.Engine;

namespace LiveFeed.Tests.Streaming.SocketIo.Engine;

/// <summary>Packets as they go on the wire.</summary>
public sealed class EnginePacketTests
{
    [Fact]
    public void In_a_payload_each_has_the_separator_behind_it_and_bytes_are_in_base64()
    {
        var to = new ArrayBufferWriter<byte>();
        EnginePackets.WriteText(EngineWire.Polling, "hello"u8, to);
        EnginePackets.WriteText(EngineWire.Polling, ""u8, to);
        EnginePackets.WriteBinary(EngineWire.Polling, [1, 2, 3, 4], to);

        Assert.Equal("4hello\x1e" + "4\x1e" + "bAQIDBA==\x1e", Encoding.UTF8.GetString(to.WrittenSpan));
    }

    [Theory]
    [InlineData(124, new byte[] { 0x81, 125 })]
    [InlineData(125, new byte[] { 0x81, 126, 0, 126 })]
    [InlineData(65_534, new byte[] { 0x81, 126, 0xFF, 0xFF })]
    [InlineData(65_535, new byte[] { 0x81, 127, 0, 0, 0, 0, 0, 1, 0, 0 })]
    public void On_a_WebSocket_each_is_a_message_whatever_its_length(int length, byte[] head)
    {
        var text = Encoding.ASCII.GetBytes(new string('x', length));
        var to = new ArrayBufferWriter<byte>();
        EnginePackets.WriteText(EngineWire.WebSocket, text, to);

        Assert.Equal([.. head, (byte)'4', .. text], to.WrittenSpan.ToArray());
    }

    [Fact]
    public void Bytes_are_a_binary_message_without_a_type()
    {
        var to = new ArrayBufferWriter<byte>();
        EnginePackets.WriteBinary(EngineWire.WebSocket, [1, 2], to);

        Assert.Equal([0x82, 2, 1, 2], to.WrittenSpan.ToArray());
    }

    [Fact]
    public void Only_long_texts_are_compressed()
    {
        var (shorter, longer) = (new ArrayBufferWriter<byte>(), new ArrayBufferWriter<byte>());
        EnginePackets.WriteText(EngineWire.Deflated, Encoding.ASCII.GetBytes(new string('x', 1_023)), shorter);
        EnginePackets.WriteText(EngineWire.Deflated, Encoding.ASCII.GetBytes(new string('x', 1_024)), longer);

        Assert.Equal(0x81, shorter.WrittenSpan[0]);
        Assert.Equal(0xC1, longer.WrittenSpan[0]);
        Assert.InRange(longer.WrittenCount, 1, 100);
    }
}
