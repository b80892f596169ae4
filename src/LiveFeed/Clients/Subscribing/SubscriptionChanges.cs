using System.Collections.Immutable;
using LiveFeed.Events;

namespace LiveFeed.Clients.Subscribing;

/// <summary>
/// Changes of one client's topics that were asked for and are not made yet. Any thread asks; the task of the client's
/// transport takes and makes them. Pending changes never exceed the topics that the client may follow, and
/// <see cref="MaxPending"/> requests (<c>SubscriptionChanges.Making.cs</c>).
/// </summary>
/// <param name="topics">What the client follows so far.</param>
internal sealed partial class SubscriptionChanges(ImmutableArray<TopicPattern> topics)
{
    /// <summary>
    /// Max parts of requests that wait. The changes of a client that reads nothing are not made, so they wait.
    /// </summary>
    internal const int MaxPending = 256;

    private readonly Lock _lock = new();
    private ImmutableArray<TopicPattern> _followed = topics; // at the last rest; guarded by _lock, like the next fields
    private AskedTopics? _topics; // null at rest: it has asked for what it follows, and is in no room
    private List<PendingAddition> _additions = []; // in the order in which they are made
    private HashSet<TopicPattern>? _removals; // still followed; null when there are none
    private bool _hasLeft;
    private volatile bool _any; // written under the lock

    /// <summary>There are changes to make.</summary>
    internal bool Any => _any;

    /// <summary>What the client follows when all changes are made.</summary>
    internal ImmutableArray<TopicPattern> Asked
    {
        get
        {
            lock (_lock)
            {
                return _topics is { } topics ? [.. topics.All] : _followed;
            }
        }
    }

    /// <summary>Notes a request: first its removals, then its additions, all of it or nothing.</summary>
    /// <param name="additions">The one that begins earliest comes first.</param>
    /// <param name="removals">Patterns that it has asked for; others change nothing, also those of a room.</param>
    /// <param name="head">The log's head now.</param>
    /// <param name="limit">How many topics it may have asked for.</param>
    /// <param name="done">Set when the client has been told that the additions are followed.</param>
    internal SubscribeOutcome Ask(
        IReadOnlyList<SubscriptionAddition> additions,
        IReadOnlyList<TopicPattern> removals,
        long head,
        int limit,
        TaskCompletionSource<bool>? done = null)
    {
        lock (_lock)
        {
            if (_hasLeft)
            {
                return SubscribeOutcome.Left;
            }

            if (_additions.Count + additions.Count > MaxPending)
            {
                return SubscribeOutcome.TooManyChanges;
            }

            if (AskedNow.Count + additions.Sum(addition => addition.Topics.Length) > limit &&
                AskedNow.CountWith(
                    additions.Where(addition => !addition.IsOfRoom).SelectMany(addition => addition.Topics),
                    removals) is var asked &&
                asked > limit && asked > AskedNow.Count)
            {
                return SubscribeOutcome.TooManyTopics;
            }

            foreach (var pattern in removals)
            {
                Remove(pattern, isOfRoom: false);
            }

            Add(additions, head, done);
            Note();
            return SubscribeOutcome.Accepted;
        }
    }

    /// <summary>
    /// It has left a room: its topics are followed no longer, but for those that the client has asked for.
    /// </summary>
    internal void LeaveRoom(IReadOnlyList<TopicPattern> topics)
    {
        lock (_lock)
        {
            foreach (var pattern in topics)
            {
                Remove(pattern, isOfRoom: true);
            }

            Note();
        }
    }

    /// <summary>It is in rooms from its beginning: it follows their topics because of them.</summary>
    /// <param name="topics">The rooms' topics.</param>
    /// <param name="asked">What it has asked for, too.</param>
    internal void BeInRooms(IReadOnlyCollection<TopicPattern> topics, IEnumerable<TopicPattern> asked)
    {
        lock (_lock)
        {
            AskedNow.BeInRooms(topics, asked);
        }
    }

    // The caller holds the lock.
    private AskedTopics AskedNow => _topics ??= new(_followed);

    private void Add(IReadOnlyList<SubscriptionAddition> additions, long head, TaskCompletionSource<bool>? done)
    {
        for (var i = 0; i < additions.Count; i++)
        {
            var isLast = i == additions.Count - 1;
            var followed = additions[i].Topics.ToLookup(AskedNow.Follows);
            AskedNow.Add(additions[i].Topics, additions[i].IsOfRoom);
            _additions.Add(new PendingAddition(additions[i])
            {
                Remaining = [.. followed[false]],
                Again = additions[i].LooksBack && !additions[i].IsOfRoom ? [.. followed[true]] : [],
                Since = head,
                Announces = isLast
                    ? [.. additions.Where(one => !one.IsOfRoom).SelectMany(one => one.Topics).Distinct()]
                    : null,
                Done = isLast ? done : null,
            });
        }
    }

    private void Remove(TopicPattern pattern, bool isOfRoom)
    {
        if (!isOfRoom)
        {
            _additions.ForEach(addition => addition.Again.Remove(pattern));
        }

        if (AskedNow.Remove(pattern, isOfRoom) && !_additions.Exists(addition => addition.Remaining.Remove(pattern)))
        {
            (_removals ??= []).Add(pattern);
        }
    }

    private void Note() => _any = _additions.Count > 0 || _removals is not null;
}
