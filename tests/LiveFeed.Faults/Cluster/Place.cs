using System.Globalization;

namespace LiveFeed.Faults.Cluster;

/// <summary>A position on Redis: <c>term-number</c>, in the order of the log.</summary>
internal readonly record struct Place(long Term, long Number) : IComparable<Place>
{
    internal static Place Parse(string position)
    {
        var dash = position.IndexOf('-', StringComparison.Ordinal);
        return new Place(
            long.Parse(position.AsSpan(0, dash), CultureInfo.InvariantCulture),
            long.Parse(position.AsSpan(dash + 1), CultureInfo.InvariantCulture));
    }

    public int CompareTo(Place other) => (Term, Number).CompareTo((other.Term, other.Number));

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Term}-{Number}");
}
