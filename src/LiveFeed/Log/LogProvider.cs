namespace LiveFeed.Log;

internal enum LogProvider
{
    /// <summary>Nothing survives the process.</summary>
    Memory,

    /// <summary>One file, embedded.</summary>
    Sqlite,

    /// <summary>Streams on a Redis server that several nodes share.</summary>
    Redis,
}
