using System.ComponentModel.DataAnnotations;

namespace LiveFeed.Rooms;

/// <summary>Settings under <c>LiveFeed:Rooms</c>.</summary>
internal sealed class RoomsOptions
{
    internal const string Section = "LiveFeed:Rooms";

    /// <summary>
    /// How long a member may be away: after its last connection is lost, and after a start of the service. A topic's last
    /// follower may be away as long. Default 5 s: longer than a page takes to load again or to reconnect.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan LeaveAfter { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Max messages that a newcomer is told (<c>room_state</c>). Default 50: some screens full.</summary>
    [Range(0, 1_000)]
    public int Recent { get; set; } = 50;

    /// <summary>
    /// In a room with more members, joins and leaves are sent to nobody but the one who joins. Default 1,000: with more,
    /// each member would be sent more of them than anyone can read.
    /// </summary>
    [Range(0, 100_000)]
    public int AnnounceUpTo { get; set; } = 1_000;

    /// <summary>Max rooms that one client may be in. Default 20.</summary>
    [Range(1, 1_000)]
    public int PerClient { get; set; } = 20;

    /// <summary>
    /// Max events a second about first and last followers (<c>system/topics/**</c>); what is more waits. Default 100.
    /// <c>0</c>: none.
    /// </summary>
    [Range(0, 10_000)]
    public int FollowerEventsPerSecond { get; set; } = 100;
}
