using LiveFeed.Access.Limits;
using Microsoft.AspNetCore.Http;

namespace LiveFeed.Reading;

/// <summary>
/// The place that one query has from its beginning to its end, and the bytes that are held for it, which are returned with
/// it. For the query's own task, and those that it starts.
/// </summary>
internal sealed class QueryLease(HttpContext context, Sender sender, QueryLimiter allowance) : IDisposable
{
    private readonly long _came = allowance.Time.GetTimestamp();
    private long _held; // by Interlocked
    private long _stalledSince; // written by the query's task, read by who looks for a lease; 0 while its reader reads

    /// <summary>Who asked has gone, or was cut off.</summary>
    internal CancellationToken Cancelled => context.RequestAborted;

    internal HttpResponse Response => context.Response;

    internal QueryLimiter Allowance => allowance;

    internal Sender Sender => sender;

    /// <summary>Completed by the allowance: null when it has a lease, else why it has none.</summary>
    internal TaskCompletionSource<QueryRefusal?> Turn { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Where it waits; null when it does not. Guarded by the allowance's lock.</summary>
    internal LinkedListNode<QueryLease>? InLine { get; set; }

    /// <summary>It is being ended. Guarded by the allowance's lock.</summary>
    internal bool IsCut { get; set; }

    /// <summary>Since it came; the time in the line counts.</summary>
    internal TimeSpan Age => allowance.Time.GetElapsedTime(_came);

    internal bool IsOverdue => Age >= allowance.Limits.QueryTimeout;

    internal bool IsUnread => Volatile.Read(ref _stalledSince) != 0;

    /// <summary>How long its reader has taken nothing; zero while nothing waits for it.</summary>
    internal TimeSpan StalledFor =>
        Volatile.Read(ref _stalledSince) is var since and not 0 ? allowance.Time.GetElapsedTime(since) : TimeSpan.Zero;

    internal void WaitsForReader(bool waits) =>
        Volatile.Write(ref _stalledSince, waits ? Math.Max(1, allowance.Time.GetTimestamp()) : 0);

    /// <summary>Takes bytes of the budget if they fit.</summary>
    internal bool TryHold(long bytes)
    {
        if (!allowance.Budget.TryTake(bytes))
        {
            return false;
        }

        Interlocked.Add(ref _held, bytes);
        return true;
    }

    /// <exception cref="QueryRefusedException">They do not fit: the query has to end.</exception>
    internal void Hold(long bytes)
    {
        if (!TryHold(bytes))
        {
            throw new QueryRefusedException(QueryRefusal.Memory);
        }
    }

    /// <summary>Returns bytes; or, negative, takes what is in memory already.</summary>
    internal void LetGo(long bytes)
    {
        allowance.Budget.Return(bytes);
        Interlocked.Add(ref _held, -bytes);
    }

    /// <exception cref="QueryRefusedException">It took too long.</exception>
    internal void ThrowIfOverdue()
    {
        Cancelled.ThrowIfCancellationRequested();
        if (IsOverdue)
        {
            throw new QueryRefusedException(QueryRefusal.Timeout);
        }
    }

    /// <summary>
    /// Ends the connection (of HTTP/2: the stream): its answer does not look complete, and its task gives the place back.
    /// </summary>
    internal void Cut() => context.Abort();

    public void Dispose()
    {
        allowance.Budget.Return(Interlocked.Exchange(ref _held, 0));
        allowance.Leave(this);
    }
}
