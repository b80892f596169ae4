using LiveFeed.Refusals;

namespace LiveFeed.Bodies;

/// <summary>
/// The bytes that one request holds because its body, or a line of it, is not complete. For one thread at a time.
/// </summary>
internal sealed class BodyMemory(BodyBudget budget) : IDisposable
{
    /// <summary>Max bytes of a small body. Large bodies leave room for small ones.</summary>
    internal const int SmallBytes = 64 << 10;

    /// <summary>Held now.</summary>
    internal long Bytes { get; private set; }

    /// <summary>The answer when there is no room.</summary>
    internal static Refusal NoRoom { get; } = new(
        RefusalKind.Unavailable,
        "Incomplete bodies hold too much memory (LiveFeed:Limits:HeldBytes). Nothing of this body was kept.");

    /// <summary>
    /// Holds this many bytes from now on, more or fewer than before. False when there is no room; then nothing changes.
    /// </summary>
    internal bool TryHold(long bytes)
    {
        var more = bytes - Bytes;
        if (more > 0 && !budget.TryTake(more, large: bytes > SmallBytes, own: Bytes))
        {
            return false;
        }

        if (more < 0)
        {
            budget.Return(-more);
        }

        Bytes = bytes;
        return true;
    }

    public void Dispose() => TryHold(0);
}
