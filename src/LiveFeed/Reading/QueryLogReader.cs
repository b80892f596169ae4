using LiveFeed.Access.Limits;
using LiveFeed.Events;
using LiveFeed.Frames;
using LiveFeed.Log;
using LiveFeed.Memory;
using Microsoft.Extensions.Options;

namespace LiveFeed.Reading;

/// <summary>
/// Reads the log for queries, a page at a time. The max bytes of a page are taken from the budget before the page is read;
/// the unused part is returned. Queries take turns after each page, so a short query does not wait for the end of a long
/// one.
/// </summary>
internal sealed class QueryLogReader(IEventLog log, IOptions<LimitsOptions> limits, MemoryBudget budget, TimeProvider time)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(20);

    // A page ends with the event that fills it. The max size of an event may be larger than the whole budget.
    private readonly long _mostBytes = Math.Min(ReadLimits.PageBytes + limits.Value.EventBytes, budget.Limit / 4);

    internal IEventLog Log => log;

    /// <summary>As <see cref="IEventLog.ReadAsync"/>, of every event.</summary>
    internal Task<LeasedPage<LogPage>> ReadAsync(QueryLease lease, long after, Subscription subscription, int limit) =>
        ReadAsync(
            lease, () => log.ReadAsync(after, subscription, limit, conflate: false, lease.Cancelled), page => page.Frames);

    /// <summary>As <see cref="IEventLog.ReadBackAsync"/>.</summary>
    internal Task<LeasedPage<LogPage>> ReadBackAsync(QueryLease lease, long before, Subscription subscription, int limit) =>
        ReadAsync(lease, () => log.ReadBackAsync(before, subscription, limit, lease.Cancelled), page => page.Frames);

    /// <summary>As <see cref="IEventLog.PickAsync"/>.</summary>
    internal Task<LeasedPage<SequencePage>> PickAsync(QueryLease lease, ReadOnlyMemory<long> sequences) =>
        ReadAsync(lease, () => log.PickAsync(sequences, lease.Cancelled), page => page.Frames);

    private async Task<LeasedPage<T>> ReadAsync<T>(
        QueryLease lease, Func<ValueTask<T>> read, Func<T, IReadOnlyList<EventFrame>> framesOf)
    {
        await Task.Yield();
        lease.Cancelled.ThrowIfCancellationRequested();
        await HoldAsync(lease);
        var held = _mostBytes;
        try
        {
            var page = await read();
            held = framesOf(page).Sum(frame => (long)frame.Size);
            return new LeasedPage<T>(page, held, lease);
        }
        catch
        {
            held = 0;
            throw;
        }
        finally
        {
            lease.LetGo(_mostBytes - held);
        }
    }

    private async ValueTask HoldAsync(QueryLease lease)
    {
        for (var since = time.GetTimestamp(); !lease.TryHold(_mostBytes);)
        {
            if (time.GetElapsedTime(since) >= LongestWait)
            {
                throw new QueryRefusedException(QueryRefusal.Memory);
            }

            lease.Allowance.Press();
            await Task.Delay(LookInterval, time, lease.Cancelled);
        }
    }
}
