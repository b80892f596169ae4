namespace LiveFeed.Log;

/// <summary>What to do with a file that is found corrupt at the start.</summary>
internal enum CorruptionAnswer
{
    /// <summary>Do not start, and say what is wrong: it may be worth restoring.</summary>
    Stop,

    /// <summary>Rename it, and begin a new log, of another epoch: clients that resume are told of the gap.</summary>
    SetAside,
}
