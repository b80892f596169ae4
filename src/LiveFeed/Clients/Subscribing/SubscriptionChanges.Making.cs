using System.Collections.Immutable;
using LiveFeed.Events;

namespace LiveFeed.Clients.Subscribing;

/// <summary>What the task of the client's transport takes and makes. When all is made, little is kept.</summary>
internal sealed partial class SubscriptionChanges
{
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
    internal (ImmutableArray<TopicPattern> Topics, ImmutableArray<TopicPattern> Announced) Complete(PendingAddition addition)
    {
        lock (_lock)
        {
            ImmutableArray<TopicPattern> followed = [.. addition.Remaining];
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
