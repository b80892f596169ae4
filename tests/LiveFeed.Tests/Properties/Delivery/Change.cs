using LiveFeed.Events;

namespace LiveFeed.Tests.Properties.Delivery;

/// <summary>A change of what a follower follows, as it was asked for.</summary>
/// <param name="Pattern">What it was to follow, or no longer to follow.</param>
/// <param name="IsAddition">Which of the two.</param>
/// <param name="After">Of an addition: back-fill what stands after this sequence; null for none.</param>
/// <param name="Published">How many events had been published.</param>
/// <param name="Done">Of an addition: completed when the follower was told.</param>
internal sealed record Change(TopicPattern Pattern, bool IsAddition, long? After, int Published, Task<bool> Done)
{
    /// <summary>Of an addition that begins with a frame of its own: what that frame says.</summary>
    internal string? Opening { get; init; }

    /// <summary>Of a removal: the additions that were complete when it was asked for.</summary>
    internal required IReadOnlyList<Change> CompleteBefore { get; init; }
}
