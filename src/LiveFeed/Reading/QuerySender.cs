namespace LiveFeed.Reading;

/// <summary>A sender with queries open or waiting. Guarded by the limiter's lock.</summary>
internal sealed class QuerySender
{
    internal int Open { get; set; }

    /// <summary>In the order in which they came.</summary>
    internal LinkedList<QueryLease> Waiting { get; } = [];

    internal bool IsIdle => Open == 0 && Waiting.Count == 0;
}
