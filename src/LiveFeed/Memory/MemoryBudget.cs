namespace LiveFeed.Memory;

/// <summary>
/// One bound, in bytes, for everything that the service holds for others apart from what it retains: what waits for clients,
/// pages that are being sent, bodies and lines that are not complete. Each holder takes bytes before it holds them and returns
/// exactly as many. Any thread, without a lock.
/// </summary>
/// <param name="limit">Bytes that may be held at once.</param>
internal sealed class MemoryBudget(long limit)
{
    private long _held; // by Interlocked

    internal long Limit => limit;

    /// <summary>May exceed the limit: see <see cref="Take"/>.</summary>
    internal long Held => Interlocked.Read(ref _held);

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

    /// <summary>Takes the bytes even past the limit: for what is in memory already. Others then wait until it is returned.</summary>
    internal void Take(long bytes) => Interlocked.Add(ref _held, bytes);

    internal void Return(long bytes) => Interlocked.Add(ref _held, -bytes);
}
