using System.Buffers;
using LiveFeed.Memory;

namespace LiveFeed.Tests.Memory;

public sealed class NativeBytesTests
{
    [Fact]
    public void Written_bytes_stay_until_they_are_given_back()
    {
        using var bytes = NativeBytes.TryReserve(3 << 20)!;
        bytes.Span.Fill(7);

        Assert.Equal(3 << 20, bytes.Span.Length);
        Assert.False(bytes.Span.ContainsAnyExcept((byte)7));
        bytes.Dispose();
        Assert.True(bytes.Span.IsEmpty);
    }

    [Fact]
    public void Room_for_far_more_than_there_is_memory_costs_nothing_until_it_is_written_to()
    {
        var many = Enumerable.Range(0, 100).Select(_ => NativeBytes.TryReserve(1 << 30)!).ToList();

        Assert.All(many, bytes => bytes.Span[^1] = 1);
        many.ForEach(bytes => bytes.Dispose());
    }

    [Theory]
    [InlineData(16)]
    [InlineData(100_000)]
    public void A_pooled_buffer_grows_with_what_is_written(int expected)
    {
        var text = Enumerable.Range(0, 50_000).Select(n => (byte)n).ToArray();
        using var buffer = new PooledBuffer(expected);

        foreach (var piece in text.Chunk(777))
        {
            buffer.Write(piece);
        }

        Assert.True(buffer.Written.SequenceEqual(text));
    }
}
