using System.Globalization;
using System.Text;

namespace LiveFeed.Hosting.Logging;

/// <summary>
/// Makes text from a file or a client safe for a line of the console. A line end in it would begin a line that the service
/// never wrote. An escape sequence would make the terminal hide or colour other text.
/// </summary>
internal static class SanitizedText
{
    /// <summary>
    /// Writes each character that is not shown as itself as <c>\u001b</c>; returns the same text when there is none.
    /// </summary>
    /// <param name="text">The text to write.</param>
    /// <param name="keepsLines">Whether the text's own line ends and tabs stay, as in a stack trace.</param>
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
        UnicodeCategory.Format => true, // changes the direction of the text after it, or has no width
        _ => false,
    };
}
