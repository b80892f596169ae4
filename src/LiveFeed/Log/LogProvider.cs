namespace LiveFeed.Log;

internal enum LogProvider
{
    /// <summary>Nothing survives the process.</summary>
    Memory,

    /// <summary>One file, embedded.</summary>
    Sqlite,
}
