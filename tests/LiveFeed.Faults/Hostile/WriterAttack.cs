namespace LiveFeed.Faults.Hostile;

/// <summary>Something that a hostile producer does.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Times">How often, at once.</param>
/// <param name="Request">The bytes, or the beginning of them.</param>
/// <param name="Answers">The statuses that it may be answered with.</param>
internal sealed record WriterAttack(string Name, int Times, byte[] Request, params int[] Answers)
{
    /// <summary>The bytes to send after the request, a piece now and then.</summary>
    internal byte[]? Trickle { get; init; }
}
