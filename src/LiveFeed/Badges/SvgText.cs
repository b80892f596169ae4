using System.Net;
using System.Text;

namespace LiveFeed.Badges;

/// <summary>Texts of producers and of requests, as a picture shows them.</summary>
internal static class SvgText
{
    // These characters change the direction of text: text beside them could read as something else.
    private const string Turning = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff";

    /// <summary>
    /// Max this many characters. Characters that XML does not allow or would not show become U+FFFD. Not escaped yet.
    /// </summary>
    internal static string Visible(string text, int most)
    {
        var shown = new StringBuilder();
        var count = 0;
        foreach (var rune in text.EnumerateRunes()) // a lone surrogate comes as U+FFFD
        {
            if (++count > most)
            {
                return shown.Append('…').ToString();
            }

            var isShown = !Rune.IsControl(rune) && (rune.Value & 0xFFFE) != 0xFFFE &&
                !(rune.IsBmp && Turning.Contains((char)rune.Value, StringComparison.Ordinal));
            shown.Append(isShown ? rune.ToString() : "\uFFFD");
        }

        return shown.ToString();
    }

    /// <summary>Escapes text for use between tags or in an attribute's quotes.</summary>
    internal static string Escape(string visible) => WebUtility.HtmlEncode(visible);
}
