using LiveFeed.Events;

namespace LiveFeed.Tests.Properties.Delivery;

/// <summary>The stores that a log had, one after the other, and all that each ever had: nothing is trimmed.</summary>
internal sealed class StoreHistory(IReadOnlyList<(string Epoch, IReadOnlyList<FeedEvent> Events)> stores)
{
    internal string Current => stores[^1].Epoch;

    internal long Head => stores[^1].Events.Count;

    internal FeedEvent? this[Position position] =>
        EventsOf(position.Epoch) is var events && position.Sequence >= 1 && position.Sequence <= events.Count
            ? events[(int)position.Sequence - 1]
            : null;

    internal int IndexOf(string epoch) => stores.Select(store => store.Epoch).ToList().IndexOf(epoch);

    /// <summary>The sequences after one and up to another whose events a subscription wants.</summary>
    internal IReadOnlyList<long> Wanted(string epoch, long after, long through, Subscription subscription)
    {
        var events = EventsOf(epoch);
        return
        [
            .. Enumerable.Range(0, events.Count)
                .Where(i => i + 1 > after && i + 1 <= through && subscription.Wants(events[i]))
                .Select(i => i + 1L),
        ];
    }

    private IReadOnlyList<FeedEvent> EventsOf(string epoch) => stores[IndexOf(epoch)].Events;
}
