using System.Globalization;

namespace LiveFeed.Badges;

/// <summary>A badge: what a topic is called and its latest value, 20 pixels high, for a README.</summary>
/// <param name="Label">Empty for none.</param>
/// <param name="Value">What it shows.</param>
/// <param name="Look">A class of <see cref="SvgStyle"/>: a level, or <see cref="SvgStyle.Old"/>.</param>
/// <param name="Remark">
/// What the value alone does not say: that it is old, or its level, which must not be told by colour only; empty for none.
/// </param>
/// <param name="Time">When the value came; null without one.</param>
internal sealed record Badge(string Label, string Value, string Look, string Remark = "", DateTimeOffset? Time = null)
{
    private const int Inset = 7; // pixels on both sides of each text

    internal string Draw()
    {
        var (label, value) = (SvgText.Visible(Label, BadgeRequest.MaxLabel), Remark.Length == 0 ? Value : $"{Value} · {Remark}");
        var (labelText, valueText) = (TextWidth.Of(label), TextWidth.Of(value));
        var labelWidth = label.Length == 0 ? 0 : labelText + (2 * Inset);
        var valueWidth = valueText + (2 * Inset);
        var title = SvgText.Escape(Title(label, value));
        var labelPart = label.Length == 0 ? "" : $"""<text x="{Inset}" y="14" textLength="{labelText}">{SvgText.Escape(label)}</text>""";
        return $"""
            <svg xmlns="http://www.w3.org/2000/svg" width="{labelWidth + valueWidth}" height="20" role="img" aria-label="{title}"><title>{title}</title><style>{SvgStyle.Text}</style>
            <clipPath id="corners"><rect width="{labelWidth + valueWidth}" height="20" rx="4"/></clipPath>
            <g class="{Look}" font-family="Verdana,'DejaVu Sans',Geneva,sans-serif" font-size="11">
            <g clip-path="url(#corners)"><rect class="label" width="{labelWidth}" height="20"/><rect class="value" x="{labelWidth}" width="{valueWidth}" height="20"/></g>
            {labelPart}<text class="figure" x="{labelWidth + Inset}" y="14" textLength="{valueText}">{SvgText.Escape(value)}</text>
            </g></svg>

            """;
    }

    private string Title(string label, string value)
    {
        var named = label.Length == 0 ? value : $"{label}: {value}";
        return Time is { } time ? $"{named} ({time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)} UTC)" : named;
    }
}
