using System.Buffers;
using System.Text.Unicode;
using LiveFeed.Memory;
using LiveFeed.Refusals;

namespace LiveFeed.Bodies;

/// <summary>
/// A whole body in memory. Its bytes count as held until it is disposed of, after its events were published.
/// </summary>
/// <param name="hold">Counts the held bytes.</param>
/// <param name="limit">Max bytes of the body.</param>
internal sealed class BufferedBody(BodyMemory hold, int limit) : IDisposable
{
    private const int FirstBytes = 16 << 10;

    private byte[] _short = []; // while the body is short
    private NativeBytes? _long; // once it is long

    internal int Limit => limit;

    internal int Length { get; private set; }

    internal ReadOnlySpan<byte> Span => Bytes[..Length];

    /// <summary>All room for bytes. What has arrived may be changed in place.</summary>
    internal Span<byte> Bytes => _long is null ? _short : _long.Span;

    /// <summary>The bytes, valid until this is disposed of.</summary>
    internal ReadOnlyMemory<byte> Memory => (_long is null ? _short : new NativeBytesMemory(_long).Memory)[..Length];

    /// <summary>The refusal of a body that is not valid UTF-8; null for valid UTF-8.</summary>
    internal Refusal? MustBeText() =>
        Utf8.IsValid(Span) ? null : Refusal.At(RefusalKind.Malformed, "", "The body must be valid UTF-8.");

    /// <summary>The bytes in an array of exactly their length. It may be the array of this body.</summary>
    internal byte[] ToArray() => _long is null && _short.Length == Length ? _short : Span.ToArray();

    /// <summary>Takes a body that has arrived complete. It does not wait for more, so it does not count as held.</summary>
    internal bool TrySet(in ReadOnlySequence<byte> whole)
    {
        _short = whole.ToArray();
        Length = _short.Length;
        return true;
    }

    /// <summary>
    /// Adds bytes that have arrived. False when there is no room; then this body cannot be used any more. What it held is
    /// given back at once, so that the next one to ask has room. Never call it with more than the limit.
    /// </summary>
    internal bool TryAdd(in ReadOnlySequence<byte> piece)
    {
        var length = Length + (int)piece.Length;
        if (!hold.TryHold(Math.Max(length, FirstBytes)) || !HasRoomFor(length))
        {
            Dispose();
            return false;
        }

        piece.CopyTo(Bytes[Length..]);
        Length = length;
        return true;
    }

    public void Dispose()
    {
        _long?.Dispose();
        (_short, _long, Length) = ([], null, 0);
        hold.Dispose();
    }

    private bool HasRoomFor(int length)
    {
        if (_long is not null)
        {
            return true;
        }

        if (length <= FirstBytes)
        {
            Array.Resize(ref _short, FirstBytes);
            return true;
        }

        _long = NativeBytes.TryReserve(limit);
        if (_long is null)
        {
            return false;
        }

        _short.AsSpan(0, Length).CopyTo(_long.Span);
        _short = [];
        return true;
    }
}
