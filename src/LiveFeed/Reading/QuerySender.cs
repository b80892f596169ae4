namespace LiveFeed.Reading;

/// <summary>Someone who has queries open or waiting. Guarded by the allowance's lock.</summary>
internal sealed class QuerySender
{
    internal int Open { get; set; }

    /// <summary>In the order in which they came.</summary>
    internal LinkedList<QueryLease> Waiting { get; } = [];

    internal bool IsIdle => Open == 0 && Waiting.Count == 0;
}
