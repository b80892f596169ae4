using System.Globalization;

namespace LiveFeed.Bench.Report;

/// <summary>A column of a table.</summary>
/// <param name="Name">Its heading, with the unit.</param>
/// <param name="Format">How its numbers are written.</param>
internal sealed record Column(string Name, string Format = "N0")
{
    internal string Write(object? cell) => cell switch
    {
        null => "–",
        double number => number.ToString(Format, CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(Format, CultureInfo.InvariantCulture),
        _ => cell.ToString()!,
    };
}
