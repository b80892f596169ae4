using System.Collections.Immutable;
using LiveFeed.Events;
using LiveFeed.Frames;
using LiveFeed.Log;

namespace LiveFeed.Clients.Subscribing;

/// <summary>
/// How far the back-fill of one addition has come. It goes up to the client's cursor, which moves on meanwhile. For the task
/// of the client's transport only.
/// </summary>
/// <param name="addition">What is added.</param>
/// <param name="subscription">What to look for.</param>
/// <param name="followed">The client has had the events of these patterns after a sequence, and gets them.</param>
/// <param name="from">Nothing up to here is wanted, except the last events.</param>
internal sealed class Backfill(
    PendingAddition addition,
    Subscription subscription,
    IEnumerable<(TopicPattern Pattern, long Since)> followed,
    long from)
{
    // The patterns by which the client gets events anyway, after which sequence and up to which.
    private readonly List<(TopicPattern Pattern, long Since, long Through)> _followed =
        [.. followed.Select(one => (one.Pattern, one.Since, long.MaxValue))];

    private ToldGaps _toldGaps;

    internal PendingAddition Addition => addition;

    internal Subscription Subscription => subscription;

    /// <summary>
    /// These topics of it are followed already. Until it is complete, the client reads nothing else: its cursor stays.
    /// </summary>
    internal ImmutableArray<TopicPattern> Opened { get; set; } = [];

    /// <summary>The client was told what the addition begins with.</summary>
    internal bool IsOpen { get; set; }

    /// <summary>Nothing before this is wanted. Until the client's cursor is here, it goes on without the addition.</summary>
    internal long Start { get; } = from;

    /// <summary>Nothing after this is wanted, nor after the client's cursor.</summary>
    internal long Through { get; init; } = long.MaxValue;

    /// <summary>Everything up to here was back-filled.</summary>
    internal long From { get; private set; } = from;

    /// <summary>The sequences of last events that are not read yet. These events come first.</summary>
    internal ReadOnlyMemory<long> Last { get; set; }

    /// <summary>The client does not follow these any more. It got their events up to a sequence.</summary>
    internal void Unfollowed(ImmutableArray<TopicPattern> topics, long through)
    {
        for (var i = 0; i < _followed.Count; i++)
        {
            if (_followed[i].Through == long.MaxValue && topics.Contains(_followed[i].Pattern))
            {
                _followed[i] = _followed[i] with { Through = through };
            }
        }
    }

    /// <summary>Whether an event is to be back-filled.</summary>
    internal bool Wants(EventFrame frame, ImmutableArray<TopicPattern> topics, long cursor) =>
        frame.Sequence <= cursor && frame.Event.Topic is { } topic && topics.Any(pattern => pattern.Matches(topic)) &&
        !_followed.Exists(one =>
            one.Since < frame.Sequence && frame.Sequence <= one.Through && one.Pattern.Matches(topic));

    internal bool IsDone(long cursor) => From >= Math.Min(Through, cursor) && (Last.IsEmpty || Last.Span[0] > cursor);

    internal void MoveTo(long through) => From = Math.Max(From, through);

    /// <summary>A gap that this back-fill has not told yet.</summary>
    internal bool IsNews(LogGap gap) => _toldGaps.IsNews(gap);
}
