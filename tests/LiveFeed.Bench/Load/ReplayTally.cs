namespace LiveFeed.Bench.Load;

/// <summary>
/// Compares what all resuming clients got with what each should get: every event of every producer, in order.
/// </summary>
internal sealed class ReplayTally
{
    internal long Delivered { get; set; }

    internal long Lost { get; set; }

    internal long Duplicates { get; set; }

    /// <summary>How often the server said itself that something is gone.</summary>
    internal long Gaps { get; set; }
}
