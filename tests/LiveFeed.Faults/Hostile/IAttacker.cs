namespace LiveFeed.Faults.Hostile;

/// <summary>One way to harm a service.</summary>
internal interface IAttacker
{
    /// <summary>Goes on until told to stop, whatever the service does about it. Does not throw.</summary>
    Task RunAsync(CancellationToken stop);
}
