namespace LiveFeed.Bench.Load;

/// <summary>
/// Cuts a stream that arrives in any pieces into server-sent events, each ended by an empty line. One for each stream.
/// </summary>
internal sealed class FrameSplitter
{
    private static ReadOnlySpan<byte> FrameEnd => "\n\n"u8;

    private byte[] _rest = [];
    private int _restLength; // of a frame whose end has not come

    /// <summary>Forgets what came before: the stream begins anew.</summary>
    internal void Reset() => _restLength = 0;

    /// <summary>Takes bytes up to the end of the next frame, or all of them when there is none.</summary>
    /// <param name="bytes">What arrived; the frame may be part of it, and is valid as long as it is.</param>
    /// <param name="frame">Without its empty line.</param>
    internal bool TryNext(ref ReadOnlySpan<byte> bytes, out ReadOnlySpan<byte> frame)
    {
        frame = default;
        if (bytes.IsEmpty)
        {
            return false;
        }

        if (_restLength > 0)
        {
            return TryFinish(ref bytes, out frame);
        }

        var end = bytes.IndexOf(FrameEnd);
        if (end < 0)
        {
            Keep(bytes);
            bytes = [];
            return false;
        }

        frame = bytes[..end];
        bytes = bytes[(end + FrameEnd.Length)..];
        return true;
    }

    private bool TryFinish(ref ReadOnlySpan<byte> bytes, out ReadOnlySpan<byte> frame)
    {
        frame = default;
        var before = _restLength;
        Keep(bytes);
        var from = Math.Max(0, before - 1); // the end may be cut in two
        var end = _rest.AsSpan(from, _restLength - from).IndexOf(FrameEnd);
        if (end < 0)
        {
            bytes = [];
            return false;
        }

        frame = _rest.AsSpan(0, from + end);
        bytes = bytes[(from + end + FrameEnd.Length - before)..];
        _restLength = 0;
        return true;
    }

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        if (_rest.Length < _restLength + bytes.Length)
        {
            Array.Resize(ref _rest, (_restLength + bytes.Length) * 2);
        }

        bytes.CopyTo(_rest.AsSpan(_restLength));
        _restLength += bytes.Length;
    }
}
