namespace LiveFeed.Hosting.Listening;

/// <summary>
/// Connections without a request, the longest idle first. A linked list through the connections: adding and removing one
/// take constant time. Guarded by its owner's lock.
/// </summary>
internal sealed class IdleConnections
{
    private SlotConnection? _last;

    internal SlotConnection? First { get; private set; }

    internal void Add(SlotConnection connection)
    {
        (connection.Idle, connection.Before, connection.After) = (this, _last, null);
        if (_last is null)
        {
            First = connection;
        }
        else
        {
            _last.After = connection;
        }

        _last = connection;
    }

    internal void Remove(SlotConnection connection)
    {
        var (before, after) = (connection.Before, connection.After);
        if (before is null)
        {
            First = after;
        }
        else
        {
            before.After = after;
        }

        if (after is null)
        {
            _last = before;
        }
        else
        {
            after.Before = before;
        }

        (connection.Idle, connection.Before, connection.After) = (null, null, null);
    }
}
