using LiveFeed.Access.Limits;
using Microsoft.AspNetCore.Http;

namespace LiveFeed.Reading;

/// <summary>
/// The place of one query from its beginning to its end, and the bytes that are held for it. Both are returned together. For
/// the query's own task and the tasks that it starts.
/// </summary>
internal sealed class QueryLease(HttpContext context, Sender sender, QueryLimiter allowance) : IDisposable
{
    private readonly long _came = allowance.Time.GetTimestamp();
    private long _held; // by Interlocked
    private long _stalledSince; // written by the query's task, read by the limiter; 0 while the reader reads

    /// <summary>Cancelled when the client has gone or was cut off.</summary>
    internal CancellationToken Cancelled => context.RequestAborted;

    internal HttpResponse Response => context.Response;

    internal QueryLimiter Allowance => allowance;

    internal Sender Sender => sender;

    /// <summary>Completed by the limiter: null when the query has a place, otherwise the refusal.</summary>
    internal TaskCompletionSource<QueryRefusal?> Turn { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Its node in the queue; null when it does not wait. Guarded by the limiter's lock.</summary>
    internal LinkedListNode<QueryLease>? InLine { get; set; }

    /// <summary>It is being ended. Guarded by the limiter's lock.</summary>
    internal bool IsCut { get; set; }

    /// <summary>Time since the query arrived. Time in the queue counts.</summary>
    internal TimeSpan Age => allowance.Time.GetElapsedTime(_came);

    internal bool IsOverdue => Age >= allowance.Limits.QueryTimeout;

    internal bool IsUnread => Volatile.Read(ref _stalledSince) != 0;

    /// <summary>How long the reader has taken nothing; zero while no bytes wait for it.</summary>
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

    /// <exception cref="QueryRefusedException">The bytes do not fit, so the query must end.</exception>
    internal void Hold(long bytes)
    {
        if (!TryHold(bytes))
        {
            throw new QueryRefusedException(QueryRefusal.Memory);
        }
    }

    /// <summary>Returns bytes. A negative number takes bytes that are in memory already.</summary>
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
    /// Ends the connection (in HTTP/2 the stream), so the answer does not look complete. The query's task gives the place
    /// back.
    /// </summary>
    internal void Cut() => context.Abort();

    public void Dispose()
    {
        allowance.Budget.Return(Interlocked.Exchange(ref _held, 0));
        allowance.Leave(this);
    }
}
