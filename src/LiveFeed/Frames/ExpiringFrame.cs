namespace LiveFeed.Frames;

/// <summary>The client's access expires soon; newer credentials let its stream go on.</summary>
/// <param name="expires">When its stream ends otherwise.</param>
internal sealed class ExpiringFrame(DateTimeOffset expires) : Frame(events: 0)
{
    internal DateTimeOffset Expires { get; } = expires;
}
