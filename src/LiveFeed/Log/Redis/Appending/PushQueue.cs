namespace LiveFeed.Log.Redis.Appending;

/// <summary>
/// What the store has pushed and the tail has yet to take. When too much waits, the oldest is dropped: the streams have it.
/// Any thread.
/// </summary>
internal sealed class PushQueue
{
    internal const long MaxBytes = 16 << 20; // almost a second of all that one Redis gives

    private readonly Lock _gate = new(); // guards the next fields
    private readonly Queue<PushedEvents> _waiting = new();
    private long _bytes;

    internal void Add(PushedEvents pushed)
    {
        lock (_gate)
        {
            _waiting.Enqueue(pushed);
            for (_bytes += pushed.Bytes; _bytes > MaxBytes && _waiting.Count > 1;)
            {
                _bytes -= _waiting.Dequeue().Bytes;
            }
        }
    }

    /// <summary>The oldest; null when none waits.</summary>
    internal PushedEvents? TryTake()
    {
        lock (_gate)
        {
            if (!_waiting.TryDequeue(out var next))
            {
                return null;
            }

            _bytes -= next.Bytes;
            return next;
        }
    }
}
