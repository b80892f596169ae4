using System.Collections.Immutable;
using LiveFeed.Events;

namespace LiveFeed.Clients.Subscribing;

/// <summary>
/// Changes of one client's topics that were asked for and are not made yet. Any thread asks; the task of the client's
/// transport takes and makes them. Pending changes never exceed the topics that the client may follow, and
/// <see cref="MaxPending"/> requests.
/// </summary>
/// <param name="topics">What the client follows so far.</param>
internal sealed class SubscriptionChanges(ImmutableArray<TopicPattern> topics)
{
    /// <summary>
    /// Max parts of requests that wait. The changes of a client that reads nothing are not made, so they wait.
    /// </summary>
    internal const int MaxPending = 256;

    private readonly Lock _lock = new();
    // what it follows when all changes are made; guarded by _lock, like the next fields
    private readonly HashSet<TopicPattern> _asked = [.. topics];
    private readonly List<PendingAddition> _additions = []; // in the order in which they are made
    private readonly HashSet<TopicPattern> _removals = []; // still followed
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
                return [.. _asked];
            }
        }
    }

    /// <summary>Notes a request: first its removals, then its additions, all of it or nothing.</summary>
    /// <param name="additions">The one that begins earliest comes first.</param>
    /// <param name="removals">Patterns that it follows or has asked to follow; others change nothing.</param>
    /// <param name="head">The log's head now.</param>
    /// <param name="limit">How many topics it may follow.</param>
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

            if (_asked.Count + additions.Sum(addition => addition.Topics.Length) > limit &&
                CountWith(additions, removals) is var asked && asked > limit && asked > _asked.Count)
            {
                return SubscribeOutcome.TooManyTopics;
            }

            foreach (var pattern in removals)
            {
                Remove(pattern);
            }

            Add(additions, head, done);
            Note();
            return SubscribeOutcome.Accepted;
        }
    }

    /// <summary>The addition that is made next.</summary>
    internal PendingAddition? First
    {
        get
        {
            lock (_lock)
            {
                return _additions.FirstOrDefault();
            }
        }
    }

    /// <summary>Takes the removals, which are made at once, and looks at the addition that is made next.</summary>
    internal (ImmutableArray<TopicPattern> Removals, PendingAddition? Addition) Next()
    {
        lock (_lock)
        {
            ImmutableArray<TopicPattern> removals = [.. _removals];
            _removals.Clear();
            Note();
            return (removals, _additions.FirstOrDefault());
        }
    }

    /// <summary>The topics of an addition that are still to be followed.</summary>
    internal ImmutableArray<TopicPattern> RemainingOf(PendingAddition addition)
    {
        lock (_lock)
        {
            return [.. addition.Remaining];
        }
    }

    /// <summary>
    /// Removes the first addition, which is back-filled. Returns its topics to follow and the topics to announce.
    /// </summary>
    internal (ImmutableArray<TopicPattern> Topics, ImmutableArray<TopicPattern> Announced) Complete(PendingAddition addition)
    {
        lock (_lock)
        {
            ImmutableArray<TopicPattern> followed = [.. addition.Remaining];
            addition.Remaining.Clear();
            _additions.Remove(addition);
            Note();
            return (followed, [.. (addition.Announces ?? []).Where(_asked.Contains)]);
        }
    }

    /// <summary>The client has left: no more changes are made.</summary>
    internal void Leave()
    {
        PendingAddition[] pending;
        lock (_lock)
        {
            _hasLeft = true;
            pending = [.. _additions];
            _additions.Clear();
            _removals.Clear();
            Note();
        }

        foreach (var addition in pending)
        {
            addition.Done?.TrySetResult(false);
        }
    }

    private int CountWith(IReadOnlyList<SubscriptionAddition> additions, IReadOnlyList<TopicPattern> removals) =>
        _asked.Except(removals).Union(additions.SelectMany(addition => addition.Topics)).Count();

    private void Add(IReadOnlyList<SubscriptionAddition> additions, long head, TaskCompletionSource<bool>? done)
    {
        for (var i = 0; i < additions.Count; i++)
        {
            var isLast = i == additions.Count - 1;
            _additions.Add(new PendingAddition(additions[i], [.. additions[i].Topics.Where(_asked.Add)])
            {
                Since = head,
                Announces = isLast
                    ? [.. additions.Where(one => !one.IsSilent).SelectMany(one => one.Topics).Distinct()]
                    : null,
                Done = isLast ? done : null,
            });
        }
    }

    private void Remove(TopicPattern pattern)
    {
        if (_asked.Remove(pattern) && !_additions.Exists(addition => addition.Remaining.Remove(pattern)))
        {
            _removals.Add(pattern);
        }
    }

    private void Note() => _any = _additions.Count > 0 || _removals.Count > 0;
}
