using System.Buffers;
using System.Globalization;
using System.Text;

namespace LiveFeed.Publishing;

/// <summary>
/// Takes the insignificant white space out of a JSON value and leaves every other byte as the producer wrote it (numbers
/// keep their digits, strings their escapes). So the value is on one line: raw line ends cannot occur within strings.
/// </summary>
internal static class CompactJson
{
    private static readonly SearchValues<byte> NeedsCare = SearchValues.Create(" \t\r\n\\"u8);

    /// <summary>Compacts a value that has been read as well-formed JSON in valid UTF-8.</summary>
    /// <param name="json">The value, white space around it included.</param>
    /// <param name="compact">The result.</param>
    /// <returns>False when a string has an escaped lone surrogate, which is no text in any encoding.</returns>
    internal static bool TryCompact(ReadOnlySpan<byte> json, out byte[] compact)
    {
        if (json.IndexOfAny(NeedsCare) < 0)
        {
            compact = json.ToArray();
            return true;
        }

        var buffer = ArrayPool<byte>.Shared.Rent(json.Length);
        try
        {
            var isText = TryCopySignificant(json, buffer, out var length);
            compact = isText ? buffer.AsSpan(0, length).ToArray() : [];
            return isText;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    // Copies all but the white space between tokens. The buffer has room for everything.
    private static bool TryCopySignificant(ReadOnlySpan<byte> json, Span<byte> buffer, out int length)
    {
        length = 0;
        for (var i = 0; i < json.Length;)
        {
            if (json[i] == '"')
            {
                var end = i + StringLength(json[i..], out var isText);
                if (!isText)
                {
                    return false;
                }

                json[i..end].CopyTo(buffer[length..]);
                length += end - i;
                i = end;
            }
            else
            {
                if (json[i] is not ((byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n'))
                {
                    buffer[length++] = json[i];
                }

                i++;
            }
        }

        return true;
    }

    /// <summary>The length of a string with its quotes, and whether its escapes make text.</summary>
    private static int StringLength(ReadOnlySpan<byte> json, out bool isText)
    {
        isText = true;
        var awaitsLow = false; // a high surrogate was escaped just before
        for (var i = 1; ;)
        {
            switch (json[i])
            {
                case (byte)'"':
                    isText &= !awaitsLow;
                    return i + 1;
                case (byte)'\\' when json[i + 1] == 'u':
                    var unit = (char)int.Parse(
                        Encoding.ASCII.GetString(json.Slice(i + 2, 4)),
                        NumberStyles.HexNumber,
                        CultureInfo.InvariantCulture);
                    isText &= char.IsLowSurrogate(unit) == awaitsLow;
                    awaitsLow = char.IsHighSurrogate(unit);
                    i += 6;
                    break;
                case (byte)'\\':
                    (isText, awaitsLow) = (isText && !awaitsLow, false);
                    i += 2;
                    break;
                default:
                    (isText, awaitsLow) = (isText && !awaitsLow, false);
                    var next = json[i..].IndexOfAny((byte)'"', (byte)'\\');
                    i += next;
                    break;
            }
        }
    }
}
