namespace LiveFeed.Memory;

/// <summary>
/// One limit, in bytes, for all data that the service holds for others: data that waits for clients, pages that are being
/// sent, incomplete bodies and lines. Retained events do not count. A holder takes bytes before it holds them and returns
/// the same number. When they do not fit, it may wait in a queue. Any thread; only the queue has a lock.
/// </summary>
/// <param name="limit">Bytes that may be held at once.</param>
internal sealed class MemoryBudget(long limit)
{
    private readonly Lock _lock = new();
    private readonly Queue<MemoryRequest> _line = new(); // guarded by _lock
    private long _held; // by Interlocked
    private int _waiting; // length of the queue; written under _lock, read by any thread

    internal long Limit => limit;

    /// <summary>May exceed the limit: see <see cref="Take"/>.</summary>
    internal long Held => Interlocked.Read(ref _held);

    /// <summary>A request is in the queue. It may have given up already.</summary>
    internal bool IsAwaited => Volatile.Read(ref _waiting) > 0;

    /// <summary>Takes the bytes if they fit; otherwise takes nothing, and the caller does without them or waits.</summary>
    internal bool TryTake(long bytes)
    {
        var held = Interlocked.Read(ref _held);
        while (bytes <= limit - held)
        {
            var before = Interlocked.CompareExchange(ref _held, held + bytes, held);
            if (before == held)
            {
                return true;
            }

            held = before;
        }

        return false;
    }

    /// <summary>Takes the bytes as soon as they fit and all earlier requests are served.</summary>
    internal MemoryRequest Ask(long bytes)
    {
        var request = new MemoryRequest(bytes, Serve);
        lock (_lock)
        {
            _line.Enqueue(request);
            Volatile.Write(ref _waiting, _line.Count);
        }

        Serve(); // bytes may have been returned before it was in the queue
        return request;
    }

    /// <summary>
    /// Takes the bytes even beyond the limit, for data already in memory. Others then wait until the bytes are returned.
    /// </summary>
    internal void Take(long bytes) => Interlocked.Add(ref _held, bytes);

    internal void Return(long bytes)
    {
        Interlocked.Add(ref _held, -bytes);
        if (IsAwaited)
        {
            Serve();
        }
    }

    // True: it has its bytes or has given up, so it leaves the queue.
    private bool IsServed(MemoryRequest request)
    {
        if (request.IsOver)
        {
            return true;
        }

        if (!TryTake(request.Bytes))
        {
            return false;
        }

        if (!request.TryGrant())
        {
            Interlocked.Add(ref _held, -request.Bytes); // it gave up just now
        }

        return true;
    }

    private void Serve()
    {
        lock (_lock)
        {
            while (_line.TryPeek(out var first) && IsServed(first))
            {
                _line.Dequeue();
            }

            Volatile.Write(ref _waiting, _line.Count);
        }
    }
}
