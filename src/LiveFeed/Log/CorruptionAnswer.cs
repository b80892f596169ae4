namespace LiveFeed.Log;

/// <summary>How the start handles a corrupt file.</summary>
internal enum CorruptionAnswer
{
    /// <summary>Refuse to start and name the fault: an operator may restore the file.</summary>
    Stop,

    /// <summary>Rename the file and begin a new log with another epoch. Clients that resume get a gap.</summary>
    SetAside,
}
