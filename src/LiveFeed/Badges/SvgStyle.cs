using System.Security.Cryptography;
using System.Text;

namespace LiveFeed.Badges;

/// <summary>
/// The colours of every picture, the same as on boards: light, or dark when the reader's system is dark. Texts have a
/// contrast of at least 4.5:1. All pictures share this one text, so the content security policy can allow its hash and
/// nothing else.
/// </summary>
internal static class SvgStyle
{
    /// <summary>The class of values that are not known, or no longer known.</summary>
    internal const string Old = "old";

    internal const string Text =
        "text{fill:#fff}.label{fill:#566273}.value{fill:#1763c6}"
        + ".good .value{fill:#137a48}.warning .value{fill:#8a5200}.critical .value{fill:#b42318}"
        + ".old .value{fill:#dfe4ea}.old .figure{fill:#3d4754}.nothing{fill:#566273}"
        + ".line{fill:none;stroke:#1763c6;stroke-width:1.5;stroke-linejoin:round;stroke-linecap:round}"
        + ".area{fill:#1763c6;fill-opacity:.12}.end{fill:#1763c6}"
        + "@media(prefers-color-scheme:dark){.label{fill:#2f3a48}.figure{fill:#0d1117}.value{fill:#6cabff}"
        + ".good .value{fill:#4fd08f}.warning .value{fill:#f0b040}"
        + ".critical .value{fill:#ff6b60}.old .value{fill:#434f5e}.old .figure{fill:#e8ecf2}.nothing{fill:#9aa7b8}"
        + ".line{stroke:#6cabff}.area,.end{fill:#6cabff}}";

    /// <summary>For a picture that is opened by itself: nothing runs and nothing loads.</summary>
    internal static string ContentPolicy { get; } =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Text)))}'; " +
        "base-uri 'none'; form-action 'none'; sandbox";
}
