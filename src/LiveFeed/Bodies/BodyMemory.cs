using LiveFeed.Refusals;

namespace LiveFeed.Bodies;

/// <summary>
/// The bytes that one request holds because its body, or a line of it, is not complete. For one thread at a time.
/// </summary>
internal sealed class BodyMemory(BodyBudget budget) : IDisposable
{
    /// <summary>Up to here a body is small: large ones leave room for it.</summary>
    internal const int SmallBytes = 64 << 10;

    /// <summary>Held now.</summary>
    internal long Bytes { get; private set; }

    /// <summary>What who finds no room is told.</summary>
    internal static Refusal NoRoom { get; } = new(
        RefusalKind.Unavailable,
        "Too many bytes of incomplete bodies are held already (LiveFeed:Limits:HeldBytes). Nothing of this one is kept.");

    /// <summary>
    /// Holds this many bytes from now on, more or fewer than before; false, and as before, where there is no room.
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
