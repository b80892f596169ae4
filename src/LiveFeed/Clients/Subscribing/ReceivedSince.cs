using LiveFeed.Events;

namespace LiveFeed.Clients.Subscribing;

/// <summary>
/// After which sequence the client has had all events of a pattern that it follows. Patterns that are not named here have
/// that of the client's start. An array, because most clients add a few topics at most. Mutable; for the task of the
/// client's transport only.
/// </summary>
internal struct ReceivedSince
{
    private (TopicPattern Pattern, long Since)[]? _added; // null until there is one

    internal readonly long Of(TopicPattern pattern, long start)
    {
        foreach (var one in _added ?? [])
        {
            if (one.Pattern == pattern)
            {
                return one.Since;
            }
        }

        return start;
    }

    internal void Set(TopicPattern pattern, long since)
    {
        Remove(pattern);
        _added = [.. _added ?? [], (pattern, since)];
    }

    /// <summary>The pattern is followed no longer.</summary>
    internal void Remove(TopicPattern pattern)
    {
        if (_added is not null && Array.Exists(_added, one => one.Pattern == pattern))
        {
            _added = _added.Length == 1 ? null : Array.FindAll(_added, one => one.Pattern != pattern);
        }
    }
}
