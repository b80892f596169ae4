using System.Collections.Immutable;
using LiveFeed.Events;

namespace LiveFeed.Clients.Subscribing;

/// <summary>What the task of the client's transport takes and makes. When all is made, little is kept.</summary>
internal sealed partial class SubscriptionChanges
{
    private ReceivedSince _received; // mutable; the transport's task only

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
            ImmutableArray<TopicPattern> removals = [.. _removals ?? []];
            _removals = null;
            Note();
            foreach (var pattern in removals)
            {
                _received.Remove(pattern);
            }

            return (removals, _additions.FirstOrDefault());
        }
    }

    /// <summary>
    /// The topics of an addition that are still to be followed, and those that are followed and were asked for again.
    /// </summary>
    internal (ImmutableArray<TopicPattern> Remaining, ImmutableArray<TopicPattern> Again) WantedOf(PendingAddition addition)
    {
        lock (_lock)
        {
            return ([.. addition.Remaining], [.. addition.Again]);
        }
    }

    /// <summary>After which sequence the client has had all events of a pattern that it follows.</summary>
    /// <param name="pattern">The pattern.</param>
    /// <param name="start">Where the client's stream has started.</param>
    internal long ReceivedSince(TopicPattern pattern, long start) => _received.Of(pattern, start);

    /// <summary>The client has had all events after a sequence of those topics that it was to get again.</summary>
    /// <param name="addition">The addition, which is back-filled.</param>
    /// <param name="since">The sequence.</param>
    /// <param name="start">Where the client's stream has started.</param>
    internal void ReceiveAgain(PendingAddition addition, long since, long start)
    {
        foreach (var pattern in WantedOf(addition).Again.Where(pattern => since < ReceivedSince(pattern, start)))
        {
            _received.Set(pattern, since);
        }
    }

    /// <summary>The client is told what the addition begins with. Returns the topics to follow from now on.</summary>
    internal ImmutableArray<TopicPattern> Open(PendingAddition addition)
    {
        lock (_lock)
        {
            addition.IsOpen = true;
            return [.. addition.Remaining];
        }
    }

    /// <summary>
    /// Removes the first addition, which is back-filled. Returns its topics to follow and the topics to announce.
    /// </summary>
    /// <param name="addition">The addition.</param>
    /// <param name="since">The client has had all events of the topics to follow after this sequence.</param>
    internal (ImmutableArray<TopicPattern> Topics, ImmutableArray<TopicPattern> Announced) Complete(
        PendingAddition addition, long since)
    {
        lock (_lock)
        {
            ImmutableArray<TopicPattern> followed = [.. addition.Remaining];
            foreach (var pattern in followed)
            {
                _received.Set(pattern, since);
            }

            addition.Remaining.Clear();
            _additions.Remove(addition);
            Note();
            return (followed, [.. (addition.Announces ?? []).Where(AskedNow.IsOwn)]);
        }
    }

    /// <summary>All that was taken is made. Without more to make, nothing is kept but what the client follows.</summary>
    internal void Rest(ImmutableArray<TopicPattern> followed)
    {
        lock (_lock)
        {
            if (!_any && _topics?.HasRooms != true)
            {
                (_followed, _topics, _additions) = (followed, null, []);
            }
        }
    }

    /// <summary>The client has left: no more changes are made.</summary>
    /// <returns>How many bytes of <see cref="SubscriptionAddition.Opening"/> it will not be told.</returns>
    internal long Leave()
    {
        PendingAddition[] pending;
        lock (_lock)
        {
            _hasLeft = true;
            pending = [.. _additions];
            _additions.Clear();
            _removals = null;
            Note();
        }

        foreach (var addition in pending)
        {
            addition.Done?.TrySetResult(false);
        }

        return pending.Where(addition => !addition.IsOpen).Sum(addition => addition.Addition.OpeningBytes);
    }
}
