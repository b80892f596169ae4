using LiveFeed.Hub;

namespace LiveFeed.Hosting.Supervision;

/// <summary>
/// Whether the fan-out goes on: each lane takes a turn once a second, also without events and while the log is away. For one
/// task.
/// </summary>
internal sealed class LaneActivity(FeedHub hub)
{
    private long[]? _seen; // the turns of each lane when they were last asked for

    /// <returns>True when every lane has taken a turn since it was last asked, and for the first time.</returns>
    internal bool GoesOn()
    {
        var (before, now) = (_seen, hub.Lanes.Select(lane => lane.Turns).ToArray());
        _seen = now;
        return before is null || now.Zip(before).All(lane => lane.First != lane.Second);
    }
}
