using LiveFeed.Memory;

namespace LiveFeed.Bodies;

/// <summary>
/// The bytes that all incomplete bodies hold together: max three quarters of the memory budget; large bodies max half of it,
/// so a few of them never shut out small ones. The bytes of slow clients do not count here, so slow clients cannot shut out
/// producers. The bytes of bodies count in the memory budget, where clients then wait. Any thread, without a lock.
/// </summary>
internal sealed class BodyBudget(MemoryBudget memory)
{
    private long _held; // by Interlocked

    internal long Held => Interlocked.Read(ref _held);

    /// <param name="bytes">The additional bytes.</param>
    /// <param name="large">It belongs to a large body.</param>
    /// <param name="own">What the same body holds already. A body that is alone may be as large as its own limit.</param>
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
