using System.Text;
using LiveFeed.Streaming.SocketIo.Packets;

namespace LiveFeed.Tests.Streaming.SocketIo.Packets;

/// <summary>The text of a packet, as the protocol's "Packet encoding" has it.</summary>
public sealed class PacketParserTests
{
    private static readonly PacketLimits Limits = new(Attachments: 10, Bytes: 1_000, Depth: 64);

    [Theory]
    [InlineData("0", "/", null, "")]
    [InlineData("0{\"token\":\"123\"}", "/", null, "{\"token\":\"123\"}")]
    [InlineData("0/admin", "/admin", null, "")]
    [InlineData("0/admin,", "/admin", null, "")]
    [InlineData("0/admin,{\"a\":1}", "/admin", null, "{\"a\":1}")]
    [InlineData("0/admin?token=1,{}", "/admin", null, "{}")]
    [InlineData("1", "/", null, "")]
    [InlineData("1/admin,", "/admin", null, "")]
    [InlineData("2[\"foo\"]", "/", null, "[\"foo\"]")]
    [InlineData("2/admin,[\"bar\"]", "/admin", null, "[\"bar\"]")]
    [InlineData("212[\"foo\"]", "/", 12L, "[\"foo\"]")]
    [InlineData("2/admin,13[\"foo\", 1 ] ", "/admin", 13L, "[\"foo\", 1 ]")]
    [InlineData("312[]", "/", 12L, "[]")]
    [InlineData("3/admin,13[\"bar\"]", "/admin", 13L, "[\"bar\"]")]
    public void A_packet_has_a_namespace_a_number_and_a_payload(string text, string ns, long? id, string json)
    {
        var packet = Parse(text);

        Assert.Equal(
            (ns, id, json), (packet.Namespace, packet.Id, Encoding.UTF8.GetString(packet.Json.Span)));
        Assert.Equal(0, packet.Announced);
    }

    [Theory]
    [InlineData("51-[\"baz\",{\"_placeholder\":true,\"num\":0}]", PacketType.Event, 1, null)]
    [InlineData(
        "52-/admin,[\"baz\",{\"_placeholder\":true,\"num\":1},[{\"x\":{\"num\":0,\"_placeholder\":true}}]]",
        PacketType.Event,
        2,
        null)]
    [InlineData("61-15[\"bar\",{\"_placeholder\":true,\"num\":0}]", PacketType.Ack, 1, 15L)]
    public void A_binary_packet_names_the_number_of_its_attachments(string text, object type, int attachments, long? id)
    {
        var packet = Parse(text);

        Assert.Equal(((PacketType)type, attachments, id), (packet.Type, packet.Announced, packet.Id));
    }

    [Theory]
    [InlineData("")]
    [InlineData("7")]
    [InlineData("abc")]
    [InlineData("0[]")]
    [InlineData("0{")]
    [InlineData("0{}x")]
    [InlineData("0null")]
    [InlineData("1{}")]
    [InlineData("1/admin,[]")]
    [InlineData("2")]
    [InlineData("2{}")]
    [InlineData("2[]")]
    [InlineData("2[1]")]
    [InlineData("2[null]")]
    [InlineData("2[[\"a\"]]")]
    [InlineData("2[\"a\"")]
    [InlineData("2[\"a\",]")]
    [InlineData("2[\"a\"]]")]
    [InlineData("2abc[\"a\"]")]
    [InlineData("2-1[\"a\"]")]
    [InlineData("21.5[\"a\"]")]
    [InlineData("21234567890123456[\"a\"]")]
    [InlineData("2[\"\\ud800\"]")]
    [InlineData("3")]
    [InlineData("31")]
    [InlineData("31{}")]
    [InlineData("4{\"message\":\"x\"}")]
    [InlineData("5[\"a\"]")]
    [InlineData("50-[\"a\"]")]
    [InlineData("51[\"a\",{\"_placeholder\":true,\"num\":0}]")]
    [InlineData("511-[\"a\",{\"_placeholder\":true,\"num\":0}]")]
    [InlineData("51-[\"a\"]")]
    [InlineData("51-[\"a\",{\"_placeholder\":true,\"num\":1}]")]
    [InlineData("51-[\"a\",{\"_placeholder\":true,\"num\":-1}]")]
    [InlineData("51-[\"a\",{\"_placeholder\":true,\"num\":\"0\"}]")]
    [InlineData("51-[\"a\",{\"_placeholder\":true}]")]
    [InlineData("52-[\"a\",{\"_placeholder\":true,\"num\":0},{\"_placeholder\":true,\"num\":0}]")]
    [InlineData("5-1-[\"a\",{\"_placeholder\":true,\"num\":0}]")]
    [InlineData("51.0-[\"a\",{\"_placeholder\":true,\"num\":0}]")]
    [InlineData("0/a\u001eb,")]
    public void What_is_no_packet_is_a_fault(string text) => Assert.Throws<PacketFaultException>(() => Parse(text));

    [Theory]
    [InlineData("connect")]
    [InlineData("connect_error")]
    [InlineData("disconnect")]
    [InlineData("disconnecting")]
    [InlineData("newListener")]
    [InlineData("removeListener")]
    [InlineData("\\u0064isconnect")]
    public void An_event_may_not_have_a_reserved_name(string name) =>
        Assert.Throws<PacketFaultException>(() => Parse($"2[\"{name}\"]"));

    [Fact]
    public void Text_that_is_no_utf8_is_a_fault() =>
        Assert.Throws<PacketFaultException>(() => PacketParser.Parse(new byte[] { (byte)'2', (byte)'[', 0xFF }, Limits));

    [Fact]
    public void A_megabyte_of_brackets_is_a_fault() =>
        Assert.Throws<PacketFaultException>(() => Parse("2" + new string('[', 1 << 20)));

    [Fact]
    public void A_long_namespace_is_a_fault() =>
        Assert.Throws<PacketFaultException>(() => Parse("0/" + new string('a', 1_000)));

    [Fact]
    public void The_values_of_an_event_are_as_they_were_written()
    {
        var arguments = Parse("""2[ "message" , 1.50 ,"2",{"3": [true]} ]""").Arguments;

        Assert.Equal(3, arguments.Count);
        Assert.Equal("""1.50 ,"2",{"3": [true]}""", Encoding.UTF8.GetString(arguments.Inner.Span).Trim());
        Assert.Equal("""{"3": [true]}""", Encoding.UTF8.GetString(arguments.At(2)!.Value.Span));
        Assert.Null(arguments.At(3));
    }

    [Theory]
    [InlineData("""2["message"]""")]
    [InlineData("""2["message" ]""")]
    [InlineData("3[]")]
    public void There_may_be_no_values(string text)
    {
        var arguments = Parse(text).Arguments;

        Assert.Equal((0, 0), (arguments.Count, arguments.Inner.Length));
        Assert.Null(arguments.At(0));
    }

    private static SocketPacket Parse(string text) => PacketParser.Parse(Encoding.UTF8.GetBytes(text), Limits);
}
