namespace LiveFeed.Memory;

/// <summary>
/// One bound, in bytes, for everything that the service holds for others apart from what it retains: what waits for clients,
/// pages that are being sent, bodies and lines that are not complete. Each holder takes bytes before it holds them and
/// returns exactly as many; who finds none may stand in line. Any thread, without a lock but for the line.
/// </summary>
/// <param name="limit">Bytes that may be held at once.</param>
internal sealed class MemoryBudget(long limit)
{
    private readonly Queue<MemoryRequest> _line = new(); // locked by itself
    private long _held; // by Interlocked
    private int _waiting; // the length of the line; written under its lock, read by any

    internal long Limit => limit;

    /// <summary>May exceed the limit: see <see cref="Take"/>.</summary>
    internal long Held => Interlocked.Read(ref _held);

    /// <summary>Somebody stands in line, or has given up and was not called yet.</summary>
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

    /// <summary>Takes the bytes as soon as they fit and all who asked before have theirs.</summary>
    internal MemoryRequest Ask(long bytes)
    {
        var request = new MemoryRequest(bytes);
        lock (_line)
        {
            _line.Enqueue(request);
            Volatile.Write(ref _waiting, _line.Count);
        }

        Serve(); // what was returned before it stood in line
        return request;
    }

    /// <summary>
    /// Takes the bytes even past the limit: for what is in memory already. Others then wait until it is returned.
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

    // Its turn is over: it has its bytes, or wants none any more.
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
            Interlocked.Add(ref _held, -request.Bytes); // it has given up in this moment
        }

        return true;
    }

    private void Serve()
    {
        lock (_line)
        {
            while (_line.TryPeek(out var first) && IsServed(first))
            {
                _line.Dequeue();
            }

            Volatile.Write(ref _waiting, _line.Count);
        }
    }
}
