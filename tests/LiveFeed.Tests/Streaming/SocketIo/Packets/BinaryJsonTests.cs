using System.Buffers;
using System.Text;
using LiveFeed.Streaming.SocketIo.Packets;

namespace LiveFeed.Tests.Streaming.SocketIo.Packets;

/// <summary>Binary data within JSON.</summary>
public sealed class BinaryJsonTests
{
    [Fact]
    public void Bytes_stand_in_an_event_where_the_packet_has_its_placeholder()
    {
        var json = PutIn("""{"a" : {"_placeholder":true,"num":1},"b":[{"num":0,"_placeholder":true}, 1]}""", [[1], [2, 3]]);

        Assert.Equal("""{"a" : {"_binary":"AgM="},"b":[{"_binary":"AQ=="}, 1]}""", json);
    }

    [Theory]
    [InlineData("""{"_binary":"AgM=","x":1}""")]
    [InlineData("""{"_binary":1}""")]
    [InlineData("""{"_binary":"no-base64!"}""")]
    [InlineData("""["_binary"]""")]
    public void What_only_looks_like_bytes_stays(string json)
    {
        var (text, attachments) = TakeOut(json);

        Assert.Equal(json, text);
        Assert.Empty(attachments);
    }

    [Fact]
    public void A_packet_gets_the_bytes_of_an_event_as_attachments()
    {
        var (text, attachments) = TakeOut("""[{"_binary":"AgM="},{"x":{ "_binary" : "AQ==" }}]""");

        Assert.Equal("""[{"_placeholder":true,"num":0},{"x":{"_placeholder":true,"num":1}}]""", text);
        Assert.Equal([[2, 3], [1]], attachments);
    }

    [Fact]
    public void More_attachments_than_a_client_takes_stay_in_the_json()
    {
        var json = $"[{string.Join(',', Enumerable.Repeat("""{"_binary":"AQ=="}""", 11))}]";

        Assert.Equal(json, TakeOut(json).Text);
    }

    [Theory]
    [InlineData("""{"a":{"_binary":"AQ=="},"b":{"_placeholder":true,"num":99}}""")]
    [InlineData("""[{"\u005fplaceholder":true,"num":0,"x":1},{"_binary":"AQ=="}]""")]
    [InlineData("""[{"_binary":"AQ=="},{"x":[{"_placeholder":true}]}]""")]
    public void An_event_with_a_placeholder_of_its_own_stays_json(string json)
    {
        var (text, attachments) = TakeOut(json);

        Assert.Equal(json, text);
        Assert.Empty(attachments);
    }

    private static string PutIn(string json, byte[][] attachments)
    {
        var to = new ArrayBufferWriter<byte>();
        BinaryJson.PutIn(Encoding.UTF8.GetBytes(json), attachments, to);
        return Encoding.UTF8.GetString(to.WrittenSpan);
    }

    private static (string Text, List<byte[]> Attachments) TakeOut(string json)
    {
        var (to, attachments) = (new ArrayBufferWriter<byte>(), new List<byte[]>());
        BinaryJson.TakeOut(Encoding.UTF8.GetBytes(json), attachments, to);
        return (Encoding.UTF8.GetString(to.WrittenSpan), attachments);
    }
}
