namespace LiveFeed.Tests.Properties.Delivery;

/// <summary>What a feed is set to.</summary>
/// <param name="Seed">Of the order in which everyone gets to go on.</param>
/// <param name="FlushWindow">As the option.</param>
/// <param name="Lanes">As the option.</param>
/// <param name="QueueLength">As the option.</param>
internal sealed record FeedSetup(int Seed, TimeSpan FlushWindow, int Lanes, int QueueLength)
{
    /// <summary>As the option: few, so that clients that stall lose some.</summary>
    internal const int MaxEvents = 15;

    /// <summary>A queue that holds whatever a test publishes.</summary>
    internal const int Endless = 10_000;
}
