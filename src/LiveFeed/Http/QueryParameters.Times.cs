namespace LiveFeed.Http;

/// <summary>Reads times.</summary>
internal sealed partial class QueryParameters
{
    /// <summary>
    /// A time whose <c>+</c> before the offset was sent as it is: in a query, that means a space. No time of RFC 3339 has a
    /// space there.
    /// </summary>
    internal static string WithPlus(string time) =>
        time is [_, _, _, _, '-', _, _, '-', _, _, 'T' or 't', _, .., ' ', _, _, ':', _, _]
            ? $"{time[..^6]}+{time[^5..]}"
            : time;
}
