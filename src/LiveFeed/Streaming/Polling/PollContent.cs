using LiveFeed.Events;
using LiveFeed.Frames;

namespace LiveFeed.Streaming.Polling;

/// <summary>
/// The frames of one answer, sorted by the member that they become. Used by one task at a time: the pump's until the poll is
/// answered, then the request's.
/// </summary>
internal sealed class PollContent
{
    private readonly List<EventFrame> _events = [];

    /// <summary>In the order of the stream. Back-filled events are older than those before them.</summary>
    internal IReadOnlyList<EventFrame> Events => _events;

    /// <summary>One gap. Several become one, from the first to the last: what lies between was sent.</summary>
    internal GapFrame? Gap { get; private set; }

    internal SubscribedFrame? Subscribed { get; private set; }

    internal ClosingFrame? Closing { get; private set; }

    /// <summary>The last position that its frames tell; null when they tell none.</summary>
    internal Position? Position { get; private set; }

    /// <summary>It tells the client more than a position, or than that this is the end.</summary>
    internal bool HasNews => _events.Count > 0 || Gap is not null || Subscribed is not null;

    internal void Add(Frame frame)
    {
        switch (frame)
        {
            case EventFrame e:
                _events.Add(e);
                Position = e.Position ?? Position;
                break;
            case BackfillFrame backfill:
                _events.Add(backfill.Event);
                break;
            case BatchFrame batch:
                Array.ForEach(batch.ToArray(), Add);
                break;
            case HeartbeatFrame heartbeat:
                Position = heartbeat.Position;
                break;
            case GapFrame gap:
                Gap = Gap is null ? gap : Joined(Gap, gap);
                break;
            case SubscribedFrame subscribed:
                Position = subscribed.Position; // so that the back-filled events do not come again after it
                Subscribed = Subscribed is null
                    ? subscribed
                    : new SubscribedFrame([.. Subscribed.Topics, .. subscribed.Topics], subscribed.Position);
                break;
            case ClosingFrame closing:
                Closing = closing;
                break;
        }
    }

    private static GapFrame Joined(GapFrame first, GapFrame second) =>
        new(first.After, second.Before, first.Reason == GapReason.Expired ? second.Reason : first.Reason);
}
