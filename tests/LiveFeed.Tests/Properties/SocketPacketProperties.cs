using System.Buffers;
using System.Text;
using System.Text.Json;
using CsCheck;
using LiveFeed.Streaming.SocketIo.Packets;

namespace LiveFeed.Tests.Properties;

/// <summary>Packets of Socket.IO: whatever comes is a packet or a fault, and what is a packet comes through.</summary>
public sealed class SocketPacketProperties
{
    private static readonly PacketLimits Limits = new(Attachments: 10, Bytes: 1 << 20, Depth: 64);

    private static Gen<string> Parts { get; } = Gen.OneOf(
            "0", "1", "2", "3", "5", "6", "-", "/", "/a,", ",", "12", "[", "]", "\"a\"", "{", "}", ":", "null",
            """{"_placeholder":true,"num":0}""", """["a",{"_placeholder":true,"num":0}]""", "1-", "é", "\ud83d", " ", "\n")
        .Array[0, 8].Select(string.Concat);

    private static Gen<byte[]> Bytes { get; } = Gen.OneOf(
        Parts.Select(Encoding.UTF8.GetBytes), Gen.Byte.Array[0, 20],
        JsonTexts.Value.Select(value => Encoding.UTF8.GetBytes($"2[\"a\",{value}]")));

    [Fact]
    public void Any_text_is_a_packet_or_a_fault() => Bytes.AllMust(
        bytes =>
        {
            try
            {
                var packet = PacketParser.Parse(bytes, Limits);
                Assert.InRange(packet.Type, PacketType.Connect, PacketType.Ack);
                if (packet.Type is PacketType.Event or PacketType.Ack)
                {
                    Assert.Equal(packet.Arguments.Count == 0, packet.Arguments.At(0) is null);
                }
            }
            catch (PacketFaultException)
            {
                // closes the connection
            }
        },
        print: bytes => Convert.ToHexString(bytes));

    [Fact]
    public void The_values_of_an_event_come_through_as_they_are() => JsonTexts.Value.Array[0, 4].AllMust(
        values =>
        {
            var packet = PacketParser.Parse(
                Encoding.UTF8.GetBytes($"2/x,7[\"name\"{string.Concat(values.Select(value => "," + value))}]"), Limits);

            Assert.Equal(("/x", 7L, "name"), (packet.Namespace, packet.Id, packet.Name));
            Assert.Equal(values.Length, packet.Arguments.Count);
            Assert.Equal(string.Join(',', values), Encoding.UTF8.GetString(packet.Arguments.Inner.Span));
            for (var i = 0; i < values.Length; i++)
            {
                Assert.Equal(values[i].Trim(), Encoding.UTF8.GetString(packet.Arguments.At(i)!.Value.Span));
            }
        },
        print: values => string.Join(',', values));

    [Fact]
    public void Bytes_that_are_put_in_are_taken_out_again() => Gen.Byte.Array[0, 50].Array[0, 10].AllMust(
        attachments =>
        {
            var places = attachments.Select((_, i) => $",{{\"at\":{{\"_placeholder\":true,\"num\":{i}}}}}");
            var packet = Encoding.UTF8.GetBytes($"[1{string.Concat(places)}]");
            var (json, back, found) = (new ArrayBufferWriter<byte>(), new ArrayBufferWriter<byte>(), new List<byte[]>());
            BinaryJson.PutIn(packet, attachments, json);
            using var isJson = JsonDocument.Parse(json.WrittenMemory);
            BinaryJson.TakeOut(json.WrittenSpan, found, back);

            Assert.Equal(packet, back.WrittenSpan.ToArray());
            Assert.Equal(attachments, found);
        },
        print: attachments => string.Join(' ', attachments.Select(Convert.ToHexString)));
}
