using System.Globalization;
using System.Security.Cryptography;
using System.Text.Unicode;

namespace LiveFeed.Events;

/// <summary>
/// An event's place in the one ordered log, written <c>epoch-sequence</c>. Clients see it as the SSE id; it is opaque to
/// them. The epoch names one life of a log (1 to 16 lower-case letters and digits). Sequences of different epochs cannot be
/// compared. Sequence 0 is before the first event.
/// </summary>
internal readonly record struct Position(string Epoch, long Sequence) : IUtf8SpanFormattable
{
    internal const int MaxEpochLength = 16;

    /// <summary>Of its text.</summary>
    internal const int MaxLength = MaxEpochLength + 1 + 20;

    /// <summary>A name that no other life of a log has: 40 random bits, in hexadecimal.</summary>
    internal static string NewEpoch() => RandomNumberGenerator.GetHexString(10, lowercase: true);

    internal static bool TryParse(string text, out Position position)
    {
        position = default;
        var dash = text.IndexOf('-');
        if (dash is < 1 or > MaxEpochLength || text.Length - dash - 1 > 19)
        {
            return false;
        }

        foreach (var c in text.AsSpan(0, dash))
        {
            if (!char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c))
            {
                return false;
            }
        }

        // The framework's parser ignores NULs after the digits.
        var digits = text.AsSpan(dash + 1);
        if (digits.ContainsAnyExceptInRange('0', '9') ||
            !long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var sequence))
        {
            return false;
        }

        position = new Position(text[..dash], sequence);
        return true;
    }

    /// <summary>Writes it without a string between; the format counts nothing.</summary>
    public bool TryFormat(
        Span<byte> utf8Destination, out int bytesWritten, ReadOnlySpan<char> format, IFormatProvider? provider) =>
        Utf8.TryWrite(utf8Destination, CultureInfo.InvariantCulture, $"{Epoch}-{Sequence}", out bytesWritten);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Epoch}-{Sequence}");
}
