namespace LiveFeed.Bench.Load;

/// <summary>What all clients that resume have had, against what each should have: every event of every producer, in order.</summary>
internal sealed class ReplayTally
{
    internal long Delivered { get; set; }

    internal long Lost { get; set; }

    internal long Duplicates { get; set; }

    /// <summary>How often the server said itself that something is gone.</summary>
    internal long Gaps { get; set; }
}
