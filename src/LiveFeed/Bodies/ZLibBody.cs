using System.IO;

namespace LiveFeed.Bodies;

/// <summary>
/// Gzip (RFC 1952: one member or several), zlib (RFC 1950, which HTTP calls deflate) with nothing after it, or plain deflate
/// (RFC 1951: one stream or several). Zlib compares length and checksum at each end where there are any.
/// </summary>
internal sealed class ZLibBody : IBodyDecoder
{
    private readonly ZLibFormat _format;
    private ZLibState _stream; // a mutable struct; zlib's own state is behind it

    internal ZLibBody(ZLibFormat format)
    {
        _format = format;
        if (ZLibNative.Begin(ref _stream, (int)format) != ZLibNative.Ok)
        {
            throw new InsufficientMemoryException("zlib has no memory for another stream.");
        }
    }

    public bool IsComplete { get; private set; }

    public int OwnBytes => 16 << 10;

    public int MaxWindow => 32 << 10;

    public unsafe (int Consumed, int Written) Decode(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        if (source.IsEmpty && IsComplete)
        {
            return (0, 0);
        }

        if (IsComplete)
        {
            BeginNext();
        }

        int outcome;
        fixed (byte* from = source, to = destination)
        {
            (_stream.NextIn, _stream.AvailableIn) = ((nint)from, (uint)source.Length);
            (_stream.NextOut, _stream.AvailableOut) = ((nint)to, (uint)destination.Length);
            outcome = ZLibNative.Inflate(ref _stream, ZLibNative.NoFlush);
            (_stream.NextIn, _stream.NextOut) = (0, 0); // nothing is pinned from here on
        }

        if (outcome is not (ZLibNative.Ok or ZLibNative.StreamEnd or ZLibNative.NoProgress))
        {
            throw new InvalidDataException("It is not what Content-Encoding says, or damaged.");
        }

        IsComplete = outcome == ZLibNative.StreamEnd;
        return (source.Length - (int)_stream.AvailableIn, destination.Length - (int)_stream.AvailableOut);
    }

    public void Dispose() => ZLibNative.End(ref _stream);

    // A gzip member may be followed by another one, and a final block of a message by more blocks (RFC 7692, 7.2.3.4).
    private void BeginNext()
    {
        if (_format == ZLibFormat.ZLib || ZLibNative.Reset(ref _stream, (int)_format) != ZLibNative.Ok)
        {
            throw new InvalidDataException("It goes on after its end.");
        }

        IsComplete = false;
    }
}
