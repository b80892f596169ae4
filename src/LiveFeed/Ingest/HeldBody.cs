using System.Buffers;
using LiveFeed.Http.Bodies;

namespace LiveFeed.Ingest;

/// <summary>A whole body in memory. Its bytes count as held until it is disposed of: when what was made of them has been published.</summary>
internal sealed class HeldBody(BodyHold hold) : IDisposable
{
    private const int FirstBytes = 16 << 10;

    private byte[] _bytes = [];

    internal int Length { get; private set; }

    internal ReadOnlySpan<byte> Span => _bytes.AsSpan(0, Length);

    /// <summary>The bytes in an array of their length, which may be this one's own.</summary>
    internal byte[] ToArray() => _bytes.Length == Length ? _bytes : Span.ToArray();

    /// <summary>Takes a body that has come at once. It waits for nobody, so it does not count.</summary>
    internal bool TrySet(in ReadOnlySequence<byte> whole)
    {
        _bytes = whole.ToArray();
        Length = _bytes.Length;
        return true;
    }

    /// <summary>Adds what has arrived; false, and this is of no more use, where there is no room for it.</summary>
    /// <param name="piece">The bytes.</param>
    /// <param name="expected">How long the body says that it is: believed as far as twice of what is here.</param>
    internal bool TryAdd(in ReadOnlySequence<byte> piece, long? expected)
    {
        var length = Length + (int)piece.Length;
        if (length > _bytes.Length && !TryGrow(length, expected))
        {
            return false;
        }

        piece.CopyTo(_bytes.AsSpan(Length));
        Length = length;
        return true;
    }

    public void Dispose()
    {
        _bytes = [];
        Length = 0;
        hold.Dispose();
    }

    // Both arrays are there while one is copied to the other.
    private bool TryGrow(int length, long? expected)
    {
        var larger = Math.Max(Math.Max(FirstBytes, length), (int)Math.Min(2L * _bytes.Length, Array.MaxLength));
        larger = expected >= length ? (int)Math.Min(larger, expected.Value) : larger;
        if (!hold.TryHold(_bytes.Length + (long)larger))
        {
            return false;
        }

        var bytes = GC.AllocateUninitializedArray<byte>(larger);
        Span.CopyTo(bytes);
        _bytes = bytes;
        return hold.TryHold(larger);
    }
}
