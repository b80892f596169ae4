using LiveFeed.Access;
using LiveFeed.Events;
using LiveFeed.Log;
using LiveFeed.Memory;
using Microsoft.Extensions.Options;

namespace LiveFeed.Looking.Answers;

/// <summary>
/// Reads the log for queries, a page at a time. What a page may take is taken from the budget before it is read, and what it does
/// not take is returned. Queries take turns after each page, so that a short one does not wait for the end of a long one.
/// </summary>
internal sealed class QueryReads(IEventLog log, IOptions<LimitsOptions> limits, MemoryBudget budget, TimeProvider time)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(20);

    // A page ends with the event that fills it. Events may be allowed to be larger than what is there for all together.
    private readonly long _mostBytes = Math.Min(ReadLimits.PageBytes + limits.Value.EventBytes, budget.Limit / 4);

    internal IEventLog Log => log;

    /// <summary>As <see cref="IEventLog.ReadAsync"/>, of every event.</summary>
    internal Task<HeldPage<LogPage>> ReadAsync(QueryPlace place, long after, Subscription subscription, int limit) =>
        ReadAsync(place, () => log.ReadAsync(after, subscription, limit, conflate: false, place.Cancelled), page => page.Frames);

    /// <summary>As <see cref="IEventLog.ReadBackAsync"/>.</summary>
    internal Task<HeldPage<LogPage>> ReadBackAsync(QueryPlace place, long before, Subscription subscription, int limit) =>
        ReadAsync(place, () => log.ReadBackAsync(before, subscription, limit, place.Cancelled), page => page.Frames);

    /// <summary>As <see cref="IEventLog.PickAsync"/>.</summary>
    internal Task<HeldPage<PickedPage>> PickAsync(QueryPlace place, ReadOnlyMemory<long> sequences) =>
        ReadAsync(place, () => log.PickAsync(sequences, place.Cancelled), page => page.Frames);

    private async Task<HeldPage<T>> ReadAsync<T>(
        QueryPlace place, Func<ValueTask<T>> read, Func<T, IReadOnlyList<EventFrame>> framesOf)
    {
        await Task.Yield();
        place.Cancelled.ThrowIfCancellationRequested();
        await HoldAsync(place);
        var held = _mostBytes;
        try
        {
            var page = await read();
            held = framesOf(page).Sum(frame => (long)frame.Event.Size);
            return new HeldPage<T>(page, held, place);
        }
        catch
        {
            held = 0;
            throw;
        }
        finally
        {
            place.LetGo(_mostBytes - held);
        }
    }

    private async ValueTask HoldAsync(QueryPlace place)
    {
        for (var since = time.GetTimestamp(); !place.TryHold(_mostBytes);)
        {
            if (time.GetElapsedTime(since) >= LongestWait)
            {
                throw new QueryRefusedException(QueryRefusal.Memory);
            }

            place.Allowance.Press();
            await Task.Delay(LookInterval, time, place.Cancelled);
        }
    }
}
