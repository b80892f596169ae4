namespace LiveFeed.Faults;

/// <summary>The service did not do what it promises.</summary>
internal sealed class FaultException(string message) : Exception(message)
{
    /// <exception cref="FaultException">It is not met.</exception>
    internal static void Unless(bool isMet, string message)
    {
        if (!isMet)
        {
            throw new FaultException(message);
        }
    }
}
