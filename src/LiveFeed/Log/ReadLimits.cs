namespace LiveFeed.Log;

/// <summary>The limits of one read of a log: a client that catches up costs bounded memory and time.</summary>
internal static class ReadLimits
{
    /// <summary>Events looked at in one page, wanted or not: some 100 µs of work, and of holding a log's lock.</summary>
    internal const int PageEvents = 1_000;

    /// <summary>A page ends early after this many bytes of events; a single larger event still fits.</summary>
    internal const int PageBytes = 1 << 20;
}
