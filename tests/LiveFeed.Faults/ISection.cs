namespace LiveFeed.Faults;

/// <summary>Faults of a kind.</summary>
internal interface ISection
{
    /// <summary>As it is chosen by on the command line.</summary>
    string Name { get; }

    /// <exception cref="FaultException">The service did not do what it promises.</exception>
    IAsyncEnumerable<FaultResult> RunAsync();
}
