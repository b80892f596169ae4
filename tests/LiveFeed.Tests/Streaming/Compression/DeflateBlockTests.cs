using System.IO.Compression;
using System.Text;
using LiveFeed.Events;
using LiveFeed.Frames;
using LiveFeed.Streaming.Compression;
using LiveFeed.Streaming.Sse;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Streaming.Compression;

/// <summary>Pieces of deflate that may follow one another in any stream.</summary>
public sealed class DeflateBlockTests
{
    private static readonly byte[] Mark = [0, 0, 0, 0xFF, 0xFF]; // an empty stored block that is not the last

    public static TheoryData<string> Names => [.. Texts.Keys];

    private static Dictionary<string, byte[]> Texts { get; } = new()
    {
        ["nothing"] = [],
        ["a byte"] = [0x80],
        ["a small event"] = "id: 146287b883-31\ndata: {\"hello\":\"world\"}\n\n"u8.ToArray(),
        ["many events"] = Encoding.UTF8.GetBytes(
            string.Concat(Enumerable.Range(0, 500).Select(n => $"id: 146287b883-{n}\ndata: {n}\n\n"))),
        ["a megabyte of one letter"] = [.. Enumerable.Repeat((byte)'x', 1 << 20)],
        ["noise of a stored block"] = Noise(65_535),
        ["noise of a byte more"] = Noise(65_536),
        ["a megabyte of noise"] = Noise(1 << 20),
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void A_block_inflates_to_its_text_with_nothing_before_it_and_nothing_after(string name)
    {
        Assert.True(Inflated(DeflateBlock.Of(Texts[name])).SequenceEqual(Texts[name]));
        Assert.True(Inflated(DeflateBlock.Stored(Texts[name])).SequenceEqual(Texts[name]));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_block_ends_as_a_flush_does(string name)
    {
        var block = DeflateBlock.Of(Texts[name]);

        Assert.Equal(Mark[1..], block[^4..]);
        Assert.Equal(Mark, DeflateBlock.Stored(Texts[name])[^5..]);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_block_is_never_longer_than_its_stored_form(string name)
    {
        var bytes = Texts[name].Length;

        Assert.InRange(DeflateBlock.Of(Texts[name]).Length, 5, bytes + (5 * (2 + (bytes / 65_535))));
    }

    [Fact]
    public void All_of_them_one_after_another_are_one_stream()
    {
        byte[][] forward = [.. Texts.Values.Select(text => DeflateBlock.Of(text))];
        byte[][] backward = [.. forward.Reverse()];

        Assert.True(Inflated([.. forward.SelectMany(block => block)]).SequenceEqual(Texts.Values.SelectMany(text => text)));
        Assert.True(Inflated([.. backward.SelectMany(block => block)]).SequenceEqual(
            Texts.Values.Reverse().SelectMany(text => text)));
    }

    [Fact]
    public void Two_small_events_together_are_shorter_than_one()
    {
        byte[] one =
        [
            .. "id: 146287b883-31\nevent: metric\n"u8,
            .. "data: {\"value\":12.31,\"unit\":\"percent\",\"per\":\"second\"}\n\n"u8,
        ];

        Assert.Equal(one.Length + 10, DeflateBlock.Of(one).Length);
        Assert.InRange(DeflateBlock.Of([.. one, .. one]).Length, 1, one.Length + 20);
    }

    [Fact]
    public void A_frame_is_compressed_once_for_everyone()
    {
        var batch = BatchFrame.Of(new EventFrame(TestEvents.Event("t", 1), new Position("146287b883", 1)))
            .With(new EventFrame(TestEvents.Event("t", 2), new Position("146287b883", 2)));
        FrameEncoder[] all =
            [SseEncoder.PlainGzip, SseEncoder.PlainGzipChunks, SseEncoder.EnvelopeGzip, SseEncoder.EnvelopeGzipChunks];

        Assert.All(all, encoder => Assert.Same(batch.Encoded(encoder), batch.Encoded(encoder)));
        Assert.Equal(all.Length, all.Select(batch.Encoded).Distinct().Count());
        Assert.Equal(SseEncoder.Plain.Encode(batch), Inflated(batch.Encoded(SseEncoder.PlainGzip)));
    }

    private static byte[] Noise(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        return bytes;
    }

    // A reader of gzip knows no bounds of pieces; this one is given what was flushed so far and no end.
    private static byte[] Inflated(byte[] deflated)
    {
        using var inflated = new MemoryStream();
        using var inflater = new DeflateStream(new MemoryStream(deflated), CompressionMode.Decompress);
        inflater.CopyTo(inflated);
        return inflated.ToArray();
    }
}
