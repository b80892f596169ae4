using LiveFeed.Events;

namespace LiveFeed.Clients.Subscribing;

/// <summary>
/// What a client follows when all changes are made. A topic may be there twice: because the client asked for it, and because
/// of a room that it is in. It is followed until neither holds. Not thread-safe.
/// </summary>
/// <param name="topics">What it has asked for so far.</param>
internal sealed class AskedTopics(IEnumerable<TopicPattern> topics)
{
    private readonly HashSet<TopicPattern> _own = [.. topics];
    private HashSet<TopicPattern>? _ofRooms; // null until it is in a room

    internal IEnumerable<TopicPattern> All => _ofRooms is null ? _own : _own.Union(_ofRooms);

    /// <summary>How many it has asked for. Those of its rooms do not count: rooms have a limit of their own.</summary>
    internal int Count => _own.Count;

    internal bool HasRooms => _ofRooms is { Count: > 0 };

    /// <summary>The client has asked for it.</summary>
    internal bool IsOwn(TopicPattern pattern) => _own.Contains(pattern);

    internal bool Follows(TopicPattern pattern) => _own.Contains(pattern) || _ofRooms?.Contains(pattern) == true;

    /// <summary>How many it would have asked for.</summary>
    internal int CountWith(IEnumerable<TopicPattern> added, IEnumerable<TopicPattern> removed) =>
        _own.Except(removed).Union(added).Count();

    internal void Add(IEnumerable<TopicPattern> added, bool isOfRoom) =>
        (isOfRoom ? _ofRooms ??= [] : _own).UnionWith(added);

    /// <summary>True when it was there for this reason, and is followed no longer.</summary>
    internal bool Remove(TopicPattern pattern, bool isOfRoom) =>
        (isOfRoom ? _ofRooms : _own)?.Remove(pattern) == true && !Follows(pattern);

    /// <summary>These are there because of rooms; <paramref name="asked"/> because it asked for them.</summary>
    internal void BeInRooms(IReadOnlyCollection<TopicPattern> ofRooms, IEnumerable<TopicPattern> asked)
    {
        _ofRooms = [.. ofRooms];
        _own.ExceptWith(ofRooms.Except(asked));
    }
}
