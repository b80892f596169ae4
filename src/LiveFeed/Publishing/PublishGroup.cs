using LiveFeed.Events;
using LiveFeed.Log;
using LiveFeed.Refusals;

namespace LiveFeed.Publishing;

/// <summary>
/// Events that are published together, each accepted or refused by itself, and the callback that gets each outcome. For one
/// task only.
/// </summary>
/// <param name="tell">Gets the outcomes.</param>
/// <param name="capacity">Its usual number of events.</param>
internal sealed class PublishGroup(Action<int, EventOutcome> tell, int capacity)
{
    private readonly List<FeedEvent> _events = new(capacity);
    private readonly List<int> _indexes = new(capacity); // of each event, as its sender counts

    internal IReadOnlyList<FeedEvent> Events => _events;

    internal void Add(int index, FeedEvent e)
    {
        _events.Add(e);
        _indexes.Add(index);
    }

    /// <summary>Reports that all are stored or sent, and empties the group.</summary>
    /// <param name="receipts">The receipts of the events that are not ephemeral, in order.</param>
    internal void Accept(IReadOnlyList<Receipt> receipts)
    {
        var stored = 0;
        for (var i = 0; i < _events.Count; i++)
        {
            tell(_indexes[i], new EventOutcome(_events[i].Ephemeral ? null : receipts[stored++], null));
        }

        Clear();
    }

    /// <summary>Refuses one event and removes it from the group.</summary>
    internal void Refuse(int at, Refusal refusal)
    {
        tell(_indexes[at], new EventOutcome(null, refusal));
        _events.RemoveAt(at);
        _indexes.RemoveAt(at);
    }

    /// <summary>Refuses all events and empties the group.</summary>
    internal void RefuseAll(Refusal refusal)
    {
        foreach (var index in _indexes)
        {
            tell(index, new EventOutcome(null, refusal));
        }

        Clear();
    }

    private void Clear()
    {
        _events.Clear();
        _indexes.Clear();
    }
}
