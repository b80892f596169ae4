using System.Collections.Immutable;
using LiveFeed.Events;

namespace LiveFeed.Frames;

/// <summary>The back-fill of topics that a client has added is complete: from here on their events are live.</summary>
/// <param name="topics">The patterns that were added.</param>
/// <param name="position">The stream's position: all events of these topics up to here were sent.</param>
internal sealed class SubscribedFrame(ImmutableArray<TopicPattern> topics, Position position) : Frame(events: 0)
{
    internal ImmutableArray<TopicPattern> Topics { get; } = topics;

    internal Position Position { get; } = position;

    /// <summary>What the client called its request, as JSON; null when it gave no name.</summary>
    internal byte[]? Request { get; init; }

    internal override int WireBytes => 128 + Topics.Sum(topic => topic.Text.Length + 3);
}
