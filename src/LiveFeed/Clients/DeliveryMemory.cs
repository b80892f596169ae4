using LiveFeed.Frames;
using LiveFeed.Log;
using LiveFeed.Memory;

namespace LiveFeed.Clients;

/// <summary>
/// The memory held for the clients of a hub, counted in the one budget: frames that are queued or being sent, each once
/// however many clients hold it, and bytes that only one client holds. Any thread, without a lock.
/// <para>
/// When the budget is exhausted, three things happen. First, a queue takes no frame that is not held already: its client
/// falls behind to the log. Second, a client that reads the log waits for room before it reads. Third,
/// <see cref="Exhausted"/> is raised: clients that hold much and take nothing are then cut off. What is in memory already is
/// counted even past the limit: a page that was just read, and the bytes that a connection has not taken.
/// </para>
/// </summary>
internal sealed class DeliveryMemory(MemoryBudget budget)
{
    // A page ends with the event that takes it past a megabyte. An event commonly has max two. The page's encoded bytes in
    // one form are about as many.
    private const long BytesOfPage = 2 * (ReadLimits.PageBytes + (2 << 20));

    /// <summary>
    /// There is no room for something. Raised on the caller's thread, often; handlers must not block or throw.
    /// </summary>
    internal event Action? Exhausted;

    /// <summary>
    /// The room to take before a page is read: max a quarter of the budget, so that a small budget can give it.
    /// </summary>
    internal long PageBytes { get; } = Math.Min(BytesOfPage, budget.Limit / 4);

    internal long Limit => budget.Limit;

    internal long Held => budget.Held;

    /// <summary>Someone waits for room.</summary>
    internal bool IsAwaited => budget.IsAwaited;

    /// <summary>Counts a frame that a client will hold. False when there is no room: the client must not hold it.</summary>
    internal bool TryHold(Frame frame)
    {
        // Two lanes may find the last room at once. Then both hold a frame: the budget is exceeded by max one frame a lane.
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

    /// <summary>Queues a request for room.</summary>
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
