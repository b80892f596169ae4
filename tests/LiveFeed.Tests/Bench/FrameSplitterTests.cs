using System.Text;
using LiveFeed.Bench.Load;

namespace LiveFeed.Tests.Bench;

public sealed class FrameSplitterTests
{
    [Fact]
    public void Frames_are_the_same_wherever_the_stream_is_cut_twice()
    {
        var stream = Encoding.ASCII.GetBytes("id: 1\ndata: a\n\n:\n\ndata: b\n\n");
        for (var first = 0; first <= stream.Length; first++)
        {
            for (var second = first; second <= stream.Length; second++)
            {
                Assert.Equal(
                    ["id: 1\ndata: a", ":", "data: b"], Split(stream[..first], stream[first..second], stream[second..]));
            }
        }
    }

    private static List<string> Split(params byte[][] pieces)
    {
        var splitter = new FrameSplitter();
        var frames = new List<string>();
        foreach (var piece in pieces)
        {
            ReadOnlySpan<byte> rest = piece;
            while (splitter.TryNext(ref rest, out var frame))
            {
                frames.Add(Encoding.ASCII.GetString(frame));
            }
        }

        return frames;
    }
}
