using System.Globalization;
using Microsoft.Extensions.Primitives;

namespace LiveFeed.Http;

/// <summary>Reads a range of numbers that is cut into equal parts.</summary>
internal sealed partial class QueryParameters
{
    /// <summary>Reads <c>from,to,bins</c>; null when it is not given.</summary>
    internal (double From, double To, int Bins)? Bins(string name, StringValues given, int most)
    {
        var text = given.ToString();
        if (text.Length == 0)
        {
            return null;
        }

        if (given.Count == 1 && text.Split(',') is [var first, var second, var third] &&
            TryReadFigure(first, out var from) && TryReadFigure(second, out var to) && from < to &&
            TryReadWhole(third, out var bins) && bins >= 1 && bins <= most)
        {
            return (from, to, bins);
        }

        Fail(
            ProblemKind.Malformed,
            name,
            string.Create(
                CultureInfo.InvariantCulture,
                $"must be two numbers, the lesser first, and a whole number from 1 to {most}, such as 0,100,20"));
        return null;
    }
}
