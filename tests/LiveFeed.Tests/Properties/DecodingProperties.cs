using CsCheck;
using LiveFeed.Bodies;
using LiveFeed.Memory;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Properties;

/// <summary>Compressed bodies: nothing but the whole of one is ever taken for a whole one.</summary>
public sealed class DecodingProperties
{
    private static readonly Gen<string> Encodings = Gen.OneOf("gzip", "br", "deflate");

    // Never empty: of nothing .NET makes nothing, not even a header. From noise to what compresses a thousand times.
    private static readonly Gen<byte[]> Texts = Gen.OneOf(
        Gen.Byte.Array[1, 2_000],
        Gen.Select(Gen.Byte.Array[1, 30], Gen.Int[1, 4_000]).Select((piece, times) =>
            Enumerable.Repeat(piece, times).SelectMany(one => one).ToArray()));

    private static readonly Gen<int[]> Pieces = Gen.Int[1, 3_000].Array[1, 5];

    [Fact]
    public Task A_whole_body_is_what_it_was_in_whatever_pieces_it_arrives() =>
        Gen.Select(Texts, Encodings, Pieces).AllMustAsync(
            async input =>
            {
                var (text, encoding, pieces) = input;
                Assert.Equal(text, await DecodeAsync(Compressed.Bytes(text, encoding), encoding, pieces));
            },
            share: 10,
            input => $"{input.Item2} {string.Join(' ', input.Item3)}: {Convert.ToHexString(input.Item1)}");

    [Fact]
    public Task A_part_of_a_body_is_never_taken_for_the_whole() =>
        Gen.Select(Texts, Encodings, Gen.Double[0, 1], Pieces).AllMustAsync(
            async input =>
            {
                var (text, encoding, part, pieces) = input;
                var whole = Compressed.Bytes(text, encoding);
                await Assert.ThrowsAsync<InvalidDataException>(() =>
                    DecodeAsync(whole[..(int)(whole.Length * part * 0.999)], encoding, pieces));
                await Assert.ThrowsAsync<InvalidDataException>(() => DecodeAsync(whole[..^1], encoding, pieces));
                await Assert.ThrowsAsync<InvalidDataException>(() => DecodeAsync([.. whole, 7], encoding, pieces));
            },
            share: 10,
            input => $"{input.Item2} {input.Item3} {string.Join(' ', input.Item4)}: {Convert.ToHexString(input.Item1)}");

    // Brotli has no checksum: a change may make another valid text. That of deflate is weak: a text that repeats a few bytes
    // may be another of the same checksum.
    [Fact]
    public Task A_body_with_a_checksum_that_is_changed_is_refused_or_what_it_was() =>
        Gen.Select(Texts, Gen.OneOf("gzip", "deflate"), Gen.Int[0, 1 << 20], Gen.Byte, Pieces).AllMustAsync(
            async input =>
            {
                var (text, encoding, at, value, pieces) = input;
                var changed = Compressed.Bytes(text, encoding);
                changed[at % changed.Length] = value;
                try
                {
                    var decoded = await DecodeAsync(changed, encoding, pieces);
                    if (encoding == "gzip" || Adler32(decoded) != Adler32(text))
                    {
                        Assert.Equal(text, decoded);
                    }
                }
                catch (InvalidDataException)
                {
                    // refused
                }
            },
            share: 10,
            input =>
                $"{input.Item2} {input.Item3} {input.Item4} {string.Join(' ', input.Item5)}: " +
                $"{Convert.ToHexString(input.Item1)}");

    [Fact]
    public Task Noise_is_decoded_or_refused_and_ends() =>
        Gen.Select(Gen.Byte.Array[0, 300], Encodings, Gen.Bool).AllMustAsync(
            async input =>
            {
                var (noise, encoding, begun) = input;
                try
                {
                    await DecodeAsync(begun ? [.. Compressed.Bytes("x", encoding)[..2], .. noise] : noise, encoding, [100]);
                }
                catch (InvalidDataException)
                {
                    // refused
                }
            },
            share: 10,
            input => $"{input.Item2} {input.Item3}: {Convert.ToHexString(input.Item1)}");

    // RFC 1950.
    private static (int A, int B) Adler32(byte[] text) => text.Aggregate(
        (A: 1, B: 0),
        (sum, value) => ((sum.A + value) % 65_521, (sum.A + value + sum.B) % 65_521));

    private static async Task<byte[]> DecodeAsync(byte[] body, string encoding, int[] pieces)
    {
        using var hold = new BodyMemory(new BodyBudget(new MemoryBudget(64 << 20)));
        await using var decoded = new DecodedBody(new PiecewiseStream(body, pieces), () => Decoder(encoding), hold);
        using var text = new MemoryStream();
        await decoded.CopyToAsync(text, bufferSize: pieces[0]);
        return text.ToArray();
    }

    private static IBodyDecoder Decoder(string encoding) => encoding switch
    {
        "gzip" => new ZLibBody(ZLibFormat.Gzip),
        "br" => new BrotliBody(),
        _ => new ZLibBody(ZLibFormat.ZLib),
    };
}
