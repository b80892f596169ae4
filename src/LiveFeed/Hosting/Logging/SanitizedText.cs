using System.Globalization;
using System.Text;

namespace LiveFeed.Hosting.Logging;

/// <summary>
/// Text that a file or a client may have made, as it can stand in a line of the console: a line end in it would begin a line
/// that the service never wrote, an escape sequence would have the terminal hide or colour others.
/// </summary>
internal static class SanitizedText
{
    /// <summary>
    /// With each character that is not shown as itself written as <c>\u001b</c>; the same text where there is none.
    /// </summary>
    /// <param name="text">What is to be written.</param>
    /// <param name="keepsLines">Whether line ends and tabs are its own, as in a stack trace.</param>
    internal static string Of(string text, bool keepsLines = false)
    {
        var first = 0;
        while (first < text.Length && !IsHidden(text[first], keepsLines))
        {
            first++;
        }

        if (first == text.Length)
        {
            return text;
        }

        var plain = new StringBuilder(text, 0, first, text.Length + 16);
        foreach (var c in text.AsSpan(first))
        {
            _ = IsHidden(c, keepsLines) ? plain.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}") : plain.Append(c);
        }

        return plain.ToString();
    }

    private static bool IsHidden(char c, bool keepsLines) => char.GetUnicodeCategory(c) switch
    {
        UnicodeCategory.Control => !keepsLines || c is not ('\n' or '\r' or '\t'),
        UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => true,
        UnicodeCategory.Format => true, // turns the direction of what follows, or has no width
        _ => false,
    };
}
