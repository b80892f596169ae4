namespace LiveFeed.Log;

/// <summary>How much one read of a log takes in, so that a client's catching up costs bounded memory and time.</summary>
internal static class ReadLimits
{
    /// <summary>Events looked at in one page, wanted or not: some 100 µs of work, and of holding a log's lock.</summary>
    internal const int PageEvents = 1_000;

    /// <summary>Bytes of events in one page after which it ends early; a single larger event still fits.</summary>
    internal const int PageBytes = 1 << 20;
}
