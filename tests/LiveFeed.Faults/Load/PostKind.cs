namespace LiveFeed.Faults.Load;

/// <summary>How a producer posts.</summary>
internal enum PostKind
{
    /// <summary>One event a request, each again, by its id, until it is acknowledged.</summary>
    SingleWithId,

    /// <summary>One event a request, none twice.</summary>
    Single,

    /// <summary>Arrays of some, none twice.</summary>
    Array,

    /// <summary>NDJSON, none twice.</summary>
    Lines,
}
