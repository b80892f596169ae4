namespace LiveFeed.Faults;

/// <summary>The service did not do what it promises.</summary>
internal sealed class FaultException(string message) : Exception(message);
