namespace LiveFeed.Bench.Load;

/// <summary>
/// Finds the markers that identify payloads, <c>@#01234567@</c>, in bytes that arrive in any pieces. A marker may begin in
/// one piece and end in the next. One for each stream.
/// </summary>
internal struct MarkerScanner
{
    internal const int Length = Digits + 3;

    private const int Digits = 8;

    private int _seen; // how much of a marker the last bytes were
    private int _number; // of its digits so far

    /// <summary>Writes the marker of an event.</summary>
    internal static void Write(Span<byte> destination, int number)
    {
        (destination[0], destination[1], destination[Length - 1]) = ((byte)'@', (byte)'#', (byte)'@');
        for (var i = Digits + 1; i > 1; i--, number /= 10)
        {
            destination[i] = (byte)('0' + (number % 10));
        }
    }

    /// <summary>Takes bytes up to the end of the next marker, or all of them when there is none.</summary>
    internal bool TryNext(ref ReadOnlySpan<byte> bytes, out int number)
    {
        number = 0;
        var i = 0;
        while (i < bytes.Length)
        {
            if (_seen == 0)
            {
                var start = bytes[i..].IndexOf((byte)'@');
                if (start < 0)
                {
                    break;
                }

                (i, _seen, _number) = (i + start + 1, 1, 0);
            }
            else if (Take(bytes[i++]))
            {
                bytes = bytes[i..];
                number = _number;
                return true;
            }
        }

        bytes = [];
        return false;
    }

    /// <summary>One byte after an <c>@</c>; true when it ends a marker.</summary>
    private bool Take(byte next)
    {
        if (_seen is > 1 and < Length - 1 && next is >= (byte)'0' and <= (byte)'9')
        {
            _number = (_number * 10) + next - '0';
            _seen++;
            return false;
        }

        if (_seen == Length - 1 && next == '@')
        {
            _seen = 0;
            return true;
        }

        // Not a marker after all, or its second byte; an '@' begins another one.
        _number = 0;
        _seen = _seen == 1 && next == '#' ? 2 : next == '@' ? 1 : 0;
        return false;
    }
}
