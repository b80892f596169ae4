using LiveFeed.Frames;
using LiveFeed.Log;
using LiveFeed.Memory;

namespace LiveFeed.Clients;

/// <summary>
/// What is in memory for the clients of a hub, as the one budget counts it: frames that are queued or being sent, each once
/// however many clients hold it, and what is one client's own. Any thread, without a lock.
/// <para>
/// When the budget is exhausted, three things happen. First, a queue takes no frame that is not held already: its client
/// falls behind to the log. Second, who reads the log waits for room before it reads. Third, <see cref="Exhausted"/> is
/// raised, upon which those are cut off that hold much and take nothing. What is in memory anyhow is counted also past the
/// bound: a page that was just read, and the bytes that a connection has not taken.
/// </para>
/// </summary>
internal sealed class DeliveryMemory(MemoryBudget budget)
{
    // A page ends with the event that takes it past a megabyte, commonly of two at most; its bytes for one form are about as
    // many.
    private const long BytesOfPage = 2 * (ReadLimits.PageBytes + (2 << 20));

    /// <summary>There is no room for something. Raised on the caller's thread, often; must not block or throw.</summary>
    internal event Action? Exhausted;

    /// <summary>
    /// What to have room for before a page is read; of a very small budget a part, so that it can be had at all.
    /// </summary>
    internal long PageBytes { get; } = Math.Min(BytesOfPage, budget.Limit / 4);

    internal long Limit => budget.Limit;

    internal long Held => budget.Held;

    /// <summary>Somebody stands in line for room.</summary>
    internal bool IsAwaited => budget.IsAwaited;

    /// <summary>Counts a frame that a client is to hold; false when there is no room, and it must not.</summary>
    internal bool TryHold(Frame frame)
    {
        // Two may find the last room at once: then both are in, and the budget is exceeded by a frame for each lane at most.
        if (frame.HeldBytes > 0 && !frame.IsHeld && budget.Held > budget.Limit - frame.HeldBytes)
        {
            Exhausted?.Invoke();
            return false;
        }

        Hold(frame);
        return true;
    }

    /// <summary>Counts a frame that a client holds already. Each holder lets go of it once.</summary>
    internal void Hold(Frame frame)
    {
        if (frame.HeldBytes > 0 && frame.BeginHold())
        {
            Take(frame.HeldBytes);
        }
    }

    internal void LetGo(Frame frame)
    {
        if (frame.HeldBytes > 0 && frame.EndHold())
        {
            budget.Return(frame.HeldBytes);
        }
    }

    /// <summary>Takes room before it is used; false when there is none.</summary>
    internal bool TryTake(long bytes)
    {
        if (budget.TryTake(bytes))
        {
            return true;
        }

        Exhausted?.Invoke();
        return false;
    }

    /// <summary>Stands in line for room.</summary>
    internal MemoryRequest Ask(long bytes)
    {
        var request = budget.Ask(bytes);
        Exhausted?.Invoke();
        return request;
    }

    /// <summary>Counts what is in memory already.</summary>
    internal void Take(long bytes)
    {
        budget.Take(bytes);
        if (budget.Held > budget.Limit)
        {
            Exhausted?.Invoke();
        }
    }

    internal void Return(long bytes) => budget.Return(bytes);
}
