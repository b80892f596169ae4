using System.Globalization;
using System.Text;

namespace LiveFeed.Badges;

/// <summary>
/// A topic's values as a small line without axes, for a README. Its height covers the range of the values.
/// </summary>
/// <param name="Series">The values to draw.</param>
/// <param name="Title">What it shows, in words, for people who do not see it.</param>
internal sealed record Sparkline(SparklineSeries Series, string Title, int Width, int Height)
{
    private const double Inset = 2.5; // pixels: half the line, and the dot at its end

    internal string Draw()
    {
        var title = SvgText.Escape(Title);
        var head = $"""role="img" aria-label="{title}"><title>{title}</title><style>{SvgStyle.Text}</style>""";
        return $"""
            <svg xmlns="http://www.w3.org/2000/svg" width="{Width}" height="{Height}" viewBox="0 0 {Width} {Height}" {head}
            {(Series.IsEmpty ? Nothing() : Lines())}
            </svg>

            """;
    }

    private string Nothing() =>
        """<text class="nothing" x="50%" y="50%" text-anchor="middle" dominant-baseline="central" """ +
        $"""font-family="Verdana,'DejaVu Sans',Geneva,sans-serif" font-size="{Math.Min(11, Height)}">no data</text>""";

    private string Lines()
    {
        var drawn = new StringBuilder();
        var last = default(SparklineColumn);
        foreach (var run in Series.Runs())
        {
            var line = string.Join('L', run.SelectMany(Points));
            var (left, right) = (Number(X(run[0])), Number(X(run[^1])));
            var area = string.Create(CultureInfo.InvariantCulture, $"M{left} {Height}L{line}L{right} {Height}Z");
            drawn.Append("<path class=\"area\" d=\"").Append(area)
                .Append("\"/><path class=\"line\" d=\"M").Append(line).Append("\"/>");
            last = run[^1];
        }

        var end = $"""<circle class="end" cx="{Number(X(last))}" cy="{Number(Y(last.Last))}" r="2"/>""";
        return drawn.Append(end).ToString();
    }

    private IEnumerable<string> Points(SparklineColumn column)
    {
        var x = Number(X(column));
        yield return $"{x} {Number(Y(column.IsRising ? column.Low : column.High))}";
        yield return $"{x} {Number(Y(column.IsRising ? column.High : column.Low))}";
        yield return $"{x} {Number(Y(column.Last))}";
    }

    private double X(SparklineColumn column) => Inset + ((column.Index + 0.5) / Series.Count * (Width - (2 * Inset)));

    // A flat line is at the bottom. Halves are used, because the difference of two numbers may overflow.
    private double Y(double value)
    {
        var share = Series.High > Series.Low ? ((value / 2) - (Series.Low / 2)) / ((Series.High / 2) - (Series.Low / 2)) : 0;
        return Height - Inset - (share * (Height - (2 * Inset)));
    }

    private static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
