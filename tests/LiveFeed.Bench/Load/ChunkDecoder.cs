namespace LiveFeed.Bench.Load;

/// <summary>
/// Decodes the chunks of an HTTP/1.1 body (RFC 9112, section 7.1) that arrives in any pieces. One for each stream.
/// </summary>
internal struct ChunkDecoder
{
    private State _state;
    private int _left; // of the chunk, or its size as far as it is read

    private enum State
    {
        Size,
        Extension,
        Data,
        LineEnd,
        Ended,
    }

    /// <summary>The last chunk has come.</summary>
    internal readonly bool HasEnded => _state == State.Ended;

    /// <summary>Takes bytes up to the end of the next piece of a body, or all of them when there is none.</summary>
    internal bool TryTake(ref ReadOnlySpan<byte> wire, out ReadOnlySpan<byte> body)
    {
        var i = 0;
        while (i < wire.Length)
        {
            if (_state == State.Data)
            {
                var length = Math.Min(_left, wire.Length - i);
                body = wire.Slice(i, length);
                wire = wire[(i + length)..];
                _left -= length;
                _state = _left == 0 ? State.LineEnd : State.Data;
                return true;
            }

            Take(wire[i++]);
        }

        wire = [];
        body = [];
        return false;
    }

    private void Take(byte next)
    {
        switch (_state)
        {
            case State.LineEnd when next == '\n':
                (_state, _left) = (State.Size, 0);
                break;
            case State.Size or State.Extension when next == '\n':
                _state = _left > 0 ? State.Data : State.Ended;
                break;
            case State.Size when next == ';':
                _state = State.Extension;
                break;
            case State.Size when next != '\r':
                _left = (_left << 4) + (next <= '9' ? next - '0' : (next | 0x20) - 'a' + 10);
                break;
        }
    }
}
