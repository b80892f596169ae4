using System.Globalization;

namespace LiveFeed.Badges;

/// <summary>A badge: a topic's label and latest value, 20 pixels high, for a README.</summary>
/// <param name="Label">Empty for none.</param>
/// <param name="Value">The text of the value.</param>
/// <param name="Look">A class of <see cref="SvgStyle"/>: a level, or <see cref="SvgStyle.Old"/>.</param>
/// <param name="Remark">
/// What the value alone does not say: its age, or its level, because colour alone must not tell the level. Empty for none.
/// </param>
/// <param name="Time">When the value came; null without one.</param>
internal sealed record Badge(string Label, string Value, string Look, string Remark = "", DateTimeOffset? Time = null)
{
    private const int Inset = 7; // pixels on both sides of each text

    internal string Draw()
    {
        var (label, value) =
            (SvgText.Visible(Label, BadgeRequest.MaxLabel), Remark.Length == 0 ? Value : $"{Value} · {Remark}");
        var (labelText, valueText) = (TextWidth.Of(label), TextWidth.Of(value));
        var labelWidth = label.Length == 0 ? 0 : labelText + (2 * Inset);
        var valueWidth = valueText + (2 * Inset);
        var title = SvgText.Escape(Title(label, value));
        var width = labelWidth + valueWidth;
        var head = $"""role="img" aria-label="{title}"><title>{title}</title><style>{SvgStyle.Text}</style>""";
        var labelBox = $"""<rect class="label" width="{labelWidth}" height="20"/>""";
        var valueBox = $"""<rect class="value" x="{labelWidth}" width="{valueWidth}" height="20"/>""";
        var labelPart = label.Length == 0
            ? ""
            : $"""<text x="{Inset}" y="14" textLength="{labelText}">{SvgText.Escape(label)}</text>""";
        var valueLeft = labelWidth + Inset;
        var valuePart =
            $"""<text class="figure" x="{valueLeft}" y="14" textLength="{valueText}">{SvgText.Escape(value)}</text>""";
        return $"""
            <svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="20" {head}
            <clipPath id="corners"><rect width="{width}" height="20" rx="4"/></clipPath>
            <g class="{Look}" font-family="Verdana,'DejaVu Sans',Geneva,sans-serif" font-size="11">
            <g clip-path="url(#corners)">{labelBox}{valueBox}</g>
            {labelPart}{valuePart}
            </g></svg>

            """;
    }

    private string Title(string label, string value)
    {
        var named = label.Length == 0 ? value : $"{label}: {value}";
        return Time is { } time
            ? $"{named} ({time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)} UTC)"
            : named;
    }
}
