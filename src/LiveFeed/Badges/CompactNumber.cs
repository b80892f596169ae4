using System.Globalization;

namespace LiveFeed.Badges;

/// <summary>Numbers as the boards write them: three significant digits, in the unit's own steps.</summary>
internal static class CompactNumber
{
    private const char Minus = '\u2212';
    private const char Space = '\u00a0'; // between number and unit; no line breaks there
    private const string Group = "\u202f";

    private static readonly string[] Binary = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"];
    private static readonly string[] Decimal = ["", "k", "M", "G", "T"];

    /// <param name="value">Finite.</param>
    /// <param name="unit">
    /// <c>%</c>, <c>bytes</c>, <c>bytes/s</c>, <c>events/s</c>, <c>count</c>, <c>ms</c>, <c>s</c>, or any text.
    /// </param>
    /// <param name="decimals">Digits after the point; null for as many as fit.</param>
    internal static string Of(double value, string unit, int? decimals)
    {
        if (unit == "s")
        {
            return Duration(value, decimals);
        }

        var (factor, written) = Scale(Math.Abs(value), unit);
        var scaled = value / factor;
        var number = Digits(scaled, decimals ?? Decimals(scaled, factor, unit));
        return written.Length == 0 ? number : number + Space + written;
    }

    private static (double Factor, string Unit) Scale(double size, string unit)
    {
        switch (unit)
        {
            case "%":
                return (1, unit);
            case "ms":
                return size >= 1_000 ? (1_000, "s") : (1, unit);
            case "bytes" or "bytes/s":
                var power = Power(size, 1_024, Binary.Length);
                return (Math.Pow(1_024, power), Binary[power] + unit["bytes".Length..]);
        }

        // Whole counts below 10,000 are exact and still short.
        var step = unit is "count" or "" && size < 10_000 ? 0 : Power(size, 1_000, Decimal.Length);
        var name = unit switch { "count" => "", "events/s" => "/s", _ => unit };
        var between = step == 0 || name.Length == 0 || name[0] == '/' ? "" : " ";
        return (Math.Pow(1_000, step), Decimal[step] + between + name);
    }

    private static int Power(double size, double step, int count)
    {
        var power = 0;
        for (var next = step; power < count - 1 && size >= next; next *= step)
        {
            power++;
        }

        return power;
    }

    private static int Decimals(double scaled, double factor, string unit)
    {
        var isWhole = factor == 1 && Math.Floor(scaled) == scaled && unit != "%";
        return isWhole || (factor == 1 && unit is "bytes" or "bytes/s")
            ? 0
            : unit == "%" ? 1 : DecimalsFor(Math.Abs(scaled));
    }

    private static int DecimalsFor(double size) => size >= 100 ? 0 : size >= 10 ? 1 : 2;

    private static string Digits(double value, int decimals)
    {
        var text = Math.Abs(value).ToString($"F{decimals}", CultureInfo.InvariantCulture);
        var point = text.IndexOf('.', StringComparison.Ordinal);
        for (var i = (point < 0 ? text.Length : point) - 3; i > 0 && Math.Abs(value) >= 10_000; i -= 3)
        {
            text = text.Insert(i, Group);
        }

        // A value that rounds to zero has no sign.
        return value < 0 && text.AsSpan().ContainsAnyInRange('1', '9') ? Minus + text : text;
    }

    /// <summary>The two largest parts: <c>20 d 4 h</c>, <c>3 min 12 s</c>; fractions only under a minute.</summary>
    private static string Duration(double seconds, int? decimals)
    {
        var size = Math.Abs(seconds);
        if (size < 60)
        {
            return Digits(seconds, decimals ?? (Math.Floor(seconds) == seconds ? 0 : DecimalsFor(size))) + Space + "s";
        }

        ReadOnlySpan<(double Seconds, double Of, string Name)> parts =
            [(86_400, double.PositiveInfinity, "d"), (3_600, 24, "h"), (60, 60, "min"), (1, 60, "s")];
        var i = 0;
        while (size < parts[i].Seconds)
        {
            i++;
        }

        var first = Digits(Math.CopySign(Math.Floor(size / parts[i].Seconds), seconds), 0) + Space + parts[i].Name;
        return i + 1 == parts.Length
            ? first
            : first + Space + Digits(Math.Floor(size / parts[i + 1].Seconds) % parts[i + 1].Of, 0) + Space +
                parts[i + 1].Name;
    }
}
