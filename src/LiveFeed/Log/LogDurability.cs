namespace LiveFeed.Log;

/// <summary>What a producer's answer promises, where the log has a disk.</summary>
internal enum LogDurability
{
    /// <summary>Answered and delivered when the event has its position; written about once a second.</summary>
    Memory,

    /// <summary>Answered and delivered when the event has its position; written within some milliseconds.</summary>
    Async,

    /// <summary>Answered and delivered when it is on disk (synced), in groups.</summary>
    Commit,
}
