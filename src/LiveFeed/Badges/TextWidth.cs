using System.Globalization;
using System.Text;

namespace LiveFeed.Badges;

/// <summary>
/// The width of a text in Verdana of 11 pixels, or DejaVu Sans, which is as wide. The picture states this width, and other
/// fonts are spaced to fit it.
/// </summary>
internal static class TextWidth
{
    private const int Usual = 70; // of letters that are not in the table
    private const int Wide = 120; // of Chinese, Japanese and Korean signs, and of emoji

    /// <summary>Tenths of a pixel, from the space to the tilde.</summary>
    private static ReadOnlySpan<byte> Ascii =>
    [
        39, 43, 50, 90, 70, 118, 80, 30, 50, 50, 70, 90, 40, 50, 40, 50, 70, 70, 70, 70, 70, 70, 70, 70,
        70, 70, 50, 50, 90, 90, 90, 60, 110, 75, 75, 77, 85, 70, 63, 85, 83, 46, 50, 76, 61, 93, 82, 87,
        66, 87, 76, 75, 68, 81, 75, 109, 75, 68, 75, 50, 50, 50, 90, 70, 70, 66, 69, 57, 69, 66, 39, 69,
        70, 30, 38, 65, 30, 107, 70, 67, 69, 69, 47, 57, 43, 70, 65, 90, 65, 65, 58, 70, 50, 70, 90,
    ];

    /// <returns>Whole pixels.</returns>
    internal static int Of(string text)
    {
        var tenths = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            tenths += rune.Value switch
            {
                >= ' ' and <= '~' => Ascii[rune.Value - ' '],
                '\u00a0' => Ascii[0],
                '\u202f' => 20,
                '·' => 40,
                '°' => 60,
                '\u2212' => 90,
                >= 0x1100 when IsWide(rune) => Wide,
                _ when Rune.GetUnicodeCategory(rune)
                    is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format => 0,
                _ => Usual,
            };
        }

        return (tenths + 9) / 10;
    }

    private static bool IsWide(Rune rune) => rune.Value
        is (>= 0x1100 and <= 0x115F) or (>= 0x2E80 and <= 0xA4CF) or (>= 0xAC00 and <= 0xD7A3) or (>= 0xF900 and <= 0xFAFF)
        or (>= 0xFF00 and <= 0xFF60) or (>= 0x1F300 and <= 0x1FAFF) or (>= 0x20000 and <= 0x3FFFD);
}
