using LiveFeed.Access;
using LiveFeed.Access.Limits;
using LiveFeed.Access.Authorization;
using LiveFeed.Http;
using LiveFeed.Log;
using LiveFeed.Memory;
using LiveFeed.Scheduling;
using LiveFeed.Telemetry;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace LiveFeed.Reading;

/// <summary>
/// Limits how many queries are answered at once: in all, and of each sender (a user, an API key, or an address without
/// either). A query without a place waits in <see cref="QueryQueue"/>. When places or bytes run out, answers that are not
/// read are cut off sooner. Any thread.
/// </summary>
internal sealed class QueryLimiter : IDisposable
{
    /// <summary>Bytes held for each open answer, apart from what it reads: the buffers of its connection.</summary>
    internal const int AnswerBytes = 128 << 10;

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(250);

    // A poor mobile connection reads about 32 KiB in this time.
    private static readonly TimeSpan PressedStall = TimeSpan.FromSeconds(5);

    private readonly LowPriorityWork _work;
    private readonly LiveFeedMetrics _metrics;
    private readonly ITimer _look; // runs while a query waits
    private readonly Lock _lock = new();
    private readonly QueryQueue _line; // guarded by _lock

    public QueryLimiter(
        IOptions<LimitsOptions> options,
        MemoryBudget budget,
        LowPriorityWork work,
        TimeProvider time,
        LiveFeedMetrics metrics)
    {
        (Limits, Budget, Time, _work, _metrics) = (options.Value, budget, time, work, metrics);
        _line = new QueryQueue(Limits);
        _look = time.CreateTimer(_ => Look(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    internal LimitsOptions Limits { get; }

    internal MemoryBudget Budget { get; }

    internal TimeProvider Time { get; }

    /// <summary>
    /// Queries that are answered now, those of them whose reader takes nothing now, and queries that wait for a place.
    /// </summary>
    internal (int Open, int Unread, int Waiting) Count
    {
        get
        {
            lock (_lock)
            {
                return (_line.Open, _line.Unread, _line.Waiting);
            }
        }
    }

    /// <summary>Answers a query once it has a place, on the threads for long work.</summary>
    /// <param name="context">The request; it was read and is allowed.</param>
    /// <param name="caller">The sender.</param>
    /// <param name="answer">Writes or makes the answer. Ends when the lease says so.</param>
    /// <returns>
    /// Null when the answer was written or made, or was cut off after it began; otherwise the problem to send.
    /// </returns>
    internal async Task<FeedProblem?> AnswerAsync(HttpContext context, Caller caller, Func<QueryLease, Task> answer)
    {
        using var lease = new QueryLease(context, Sender.Of(context, caller).ByCredentialsOrNetwork(), this);
        try
        {
            if (await EnterAsync(lease) is { } refusal)
            {
                return Refuse(refusal);
            }

            await _work.RunAsync(() => answer(lease), lease.Cancelled);
        }
        catch (QueryRefusedException e) when (!context.Response.HasStarted)
        {
            return Refuse(e.Refusal);
        }
        catch (QueryRefusedException e)
        {
            End(lease, e.Refusal);
        }
        catch (LogUnavailableException) when (context.Response.HasStarted)
        {
            End(lease, QueryRefusal.Unreadable);
        }

        return null;
    }

    /// <summary>Cuts off an answer that has begun, so it does not look complete.</summary>
    internal void End(QueryLease lease, QueryRefusal refusal)
    {
        _metrics.QueryRejected(refusal.Name);
        lease.Cut();
    }

    /// <summary>
    /// Called when a query waits for bytes: cuts off the answer that has not been read for the longest time.
    /// </summary>
    internal void Press()
    {
        IReadOnlyList<QueryLease> stalled;
        lock (_lock)
        {
            stalled = _line.TakeStalled(PressedStall, most: 1, ofAll: true);
        }

        CutAll(stalled);
    }

    internal void Leave(QueryLease lease)
    {
        lock (_lock)
        {
            _line.Leave(lease);
        }

        Admit();
    }

    public void Dispose() => _look.Dispose();

    private FeedProblem Refuse(QueryRefusal refusal)
    {
        _metrics.QueryRejected(refusal.Name);
        return refusal.ToProblem();
    }

    private async ValueTask<QueryRefusal?> EnterAsync(QueryLease lease)
    {
        lock (_lock)
        {
            if (_line.Join(lease) is { } refusal)
            {
                return refusal;
            }
        }

        Admit();
        await using var gone = lease.Cancelled.Register(() =>
        {
            lock (_lock)
            {
                _line.Leave(lease);
            }

            lease.Turn.TrySetCanceled(lease.Cancelled);
        });
        return await lease.Turn.Task;
    }

    // Gives free places to waiting queries in turn. While some still wait, the timer looks again.
    private void Admit()
    {
        List<QueryLease> admitted = [];
        bool someoneWaits;
        lock (_lock)
        {
            while (_line.Admit() is { } next)
            {
                admitted.Add(next);
            }

            someoneWaits = _line.Waiting > 0;
        }

        foreach (var lease in admitted)
        {
            lease.Turn.TrySetResult(null);
        }

        if (someoneWaits)
        {
            _look.Change(LookInterval, Timeout.InfiniteTimeSpan);
        }
    }

    private void Look()
    {
        IReadOnlyList<(QueryLease Place, QueryRefusal Refusal)> refused;
        IReadOnlyList<QueryLease> stalled;
        lock (_lock)
        {
            refused = _line.TakeOverdue(LongestWait);
            stalled = _line.TakeStalled(PressedStall, _line.Waiting, ofAll: false);
        }

        CutAll(stalled);
        foreach (var (lease, refusal) in refused)
        {
            lease.Turn.TrySetResult(refusal);
        }

        Admit();
    }

    private void CutAll(IReadOnlyList<QueryLease> stalled)
    {
        foreach (var lease in stalled)
        {
            End(lease, QueryRefusal.Stalled);
        }
    }
}
