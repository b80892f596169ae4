using System.Collections.Immutable;
using LiveFeed.Events;

namespace LiveFeed.Streaming.SocketIo.Recovery;

/// <summary>
/// What a client has subscribed to, and what it has left: an event of that time may still be on its way when it takes
/// the topic again. Any thread.
/// </summary>
/// <param name="state">What it had before a break; null when it begins anew.</param>
internal sealed class FollowedTopics(SavedState? state)
{
    /// <summary>Max intervals. When an older one is let go, a client that may need it begins anew.</summary>
    internal const int MaxPast = 32;

    private readonly Lock _lock = new();
    private readonly List<SavedTopic> _now = [.. state?.Topics ?? []]; // guarded by _lock, like the next two
    private readonly List<SavedInterval> _past = [.. state?.Past ?? []]; // the newest one last
    private string? _floor = state?.Floor;

    /// <summary>They are followed. One that was followed already stays as it was.</summary>
    /// <returns>True when there is a new one.</returns>
    internal bool Add(IEnumerable<TopicPattern> topics, Position after)
    {
        lock (_lock)
        {
            SavedTopic[] added = [.. topics
                .Where(pattern => !_now.Exists(topic => topic.Name == pattern.Text))
                .Select(pattern => new SavedTopic(pattern.Text, after.ToString()))];
            _now.AddRange(added);
            return added.Length > 0;
        }
    }

    /// <summary>They are followed no longer.</summary>
    /// <returns>True when one of them was.</returns>
    internal bool Remove(IReadOnlyList<TopicPattern> topics, Position until)
    {
        lock (_lock)
        {
            var left = _now.FindAll(topic => topics.Any(pattern => pattern.Text == topic.Name));
            _now.RemoveAll(left.Contains);
            Keep_NeedsLock(left.Select(topic => new SavedInterval(topic.Name, topic.After, until.ToString())));
            return left.Count > 0;
        }
    }

    /// <summary>It has left a room, whose topics it followed.</summary>
    internal void Leave(IEnumerable<TopicPattern> topics, Position after, Position until)
    {
        lock (_lock)
        {
            Keep_NeedsLock(topics.Select(topic => new SavedInterval(topic.Text, after.ToString(), until.ToString())));
        }
    }

    /// <summary>The state with all this.</summary>
    /// <param name="state">The rest of it.</param>
    /// <param name="followed">What the client follows now.</param>
    internal SavedState Put(SavedState state, ImmutableArray<TopicPattern> followed)
    {
        lock (_lock)
        {
            return state with
            {
                Topics = [.. _now.Where(topic => followed.Any(pattern => pattern.Text == topic.Name))],
                Past = [.. _past],
                Floor = _floor,
            };
        }
    }

    private void Keep_NeedsLock(IEnumerable<SavedInterval> left)
    {
        _past.AddRange(left);
        if (_past.Count > MaxPast)
        {
            _floor = _past[^(MaxPast + 1)].Until;
            _past.RemoveRange(0, _past.Count - MaxPast);
        }
    }
}
