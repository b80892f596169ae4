using LiveFeed.Memory;

namespace LiveFeed.Bodies;

/// <summary>
/// What all incomplete bodies hold together: up to three quarters of the memory budget, large ones up to half of it, so that
/// a few of them never shut out small ones. Slow clients cannot shut out producers either: their bytes do not count here,
/// while bytes of bodies count in the memory budget, where others then wait. Any thread, without a lock.
/// </summary>
internal sealed class BodyBudget(MemoryBudget memory)
{
    private long _held; // by Interlocked

    internal long Held => Interlocked.Read(ref _held);

    /// <param name="bytes">More than before.</param>
    /// <param name="large">It belongs to a large body.</param>
    /// <param name="own">
    /// What the same body holds already: the only one that is here may be as large as its own limit says.
    /// </param>
    internal bool TryTake(long bytes, bool large, long own)
    {
        var limit = large ? memory.Limit / 2 : memory.Limit / 4 * 3;
        var now = Interlocked.Add(ref _held, bytes);
        if (now > limit && now > bytes + own)
        {
            Interlocked.Add(ref _held, -bytes);
            return false;
        }

        memory.Take(bytes);
        return true;
    }

    internal void Return(long bytes)
    {
        Interlocked.Add(ref _held, -bytes);
        memory.Return(bytes);
    }
}
