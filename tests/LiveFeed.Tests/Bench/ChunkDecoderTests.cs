using System.Text;
using LiveFeed.Bench.Load;

namespace LiveFeed.Tests.Bench;

public sealed class ChunkDecoderTests
{
    [Fact]
    public void A_body_is_the_same_wherever_its_chunks_are_cut()
    {
        var wire = Encoding.ASCII.GetBytes("1\r\na\r\n00B;note=1\r\nbcdefghijkl\r\n0\r\n\r\n");
        for (var cut = 0; cut <= wire.Length; cut++)
        {
            Assert.Equal(("abcdefghijkl", true), Decode(wire[..cut], wire[cut..]));
        }
    }

    [Fact]
    public void A_body_whose_last_chunk_has_not_come_has_not_ended()
    {
        Assert.Equal(("a", false), Decode(Encoding.ASCII.GetBytes("1\r\na\r\n0\r")));
    }

    private static (string Body, bool HasEnded) Decode(params byte[][] pieces)
    {
        var decoder = default(ChunkDecoder);
        var body = new StringBuilder();
        foreach (var piece in pieces)
        {
            ReadOnlySpan<byte> rest = piece;
            while (decoder.TryTake(ref rest, out var part))
            {
                body.Append(Encoding.ASCII.GetString(part));
            }
        }

        return (body.ToString(), decoder.HasEnded);
    }
}
