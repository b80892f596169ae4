namespace LiveFeed.Hub.Backplane;

/// <summary>The ids of clients and tickets whose streams were ended and are not to come back. Any thread.</summary>
internal sealed class EndedStreams
{
    // About a megabyte. Later ones push out the earliest, which may then come back.
    private const int Max = 10_000;

    private readonly Lock _lock = new();
    private readonly Queue<string> _order = new(); // guarded by _lock, like the next; the earliest first
    private readonly HashSet<string> _ids = [];

    internal bool Contains(string id)
    {
        lock (_lock)
        {
            return _ids.Contains(id);
        }
    }

    internal void Add(string id)
    {
        lock (_lock)
        {
            if (_ids.Add(id))
            {
                _order.Enqueue(id);
            }

            if (_order.Count > Max)
            {
                _ids.Remove(_order.Dequeue());
            }
        }
    }
}
