using LiveFeed.Access;
using LiveFeed.Log;
using LiveFeed.Memory;
using LiveFeed.Scheduling;
using LiveFeed.Telemetry;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace LiveFeed.Looking.Answers;

/// <summary>
/// How many queries are answered at once, of all and of each sender (a user, an API key, or the address of who has neither). Who
/// finds no place waits in <see cref="QueryLine"/>. When places or bytes run out, answers whose readers take nothing are cut off
/// sooner. Any thread.
/// </summary>
internal sealed class QueryAllowance : IDisposable
{
    /// <summary>Held for each open answer, apart from what it reads: the buffers of its connection.</summary>
    internal const int AnswerBytes = 128 << 10;

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(250);

    // Some 32 KiB in this time is what a poor mobile connection takes.
    private static readonly TimeSpan PressedStall = TimeSpan.FromSeconds(5);

    private readonly LongWork _work;
    private readonly LiveFeedMetrics _metrics;
    private readonly ITimer _look; // runs while someone waits
    private readonly Lock _lock = new();
    private readonly QueryLine _line; // guarded by _lock

    public QueryAllowance(
        IOptions<LimitsOptions> options, MemoryBudget budget, LongWork work, TimeProvider time, LiveFeedMetrics metrics)
    {
        (Limits, Budget, Time, _work, _metrics) = (options.Value, budget, time, work, metrics);
        _line = new QueryLine(Limits);
        _look = time.CreateTimer(_ => Look(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    internal LimitsOptions Limits { get; }

    internal MemoryBudget Budget { get; }

    internal TimeProvider Time { get; }

    /// <summary>Queries that are being answered, of which the reader takes nothing at this moment, and that wait for a place.</summary>
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
    /// <param name="context">The request, which was read and is allowed.</param>
    /// <param name="caller">Who sends it.</param>
    /// <param name="answer">Writes the answer, or returns it; ends when the place says so.</param>
    internal async Task<IResult> AnswerAsync(HttpContext context, Caller caller, Func<QueryPlace, Task<IResult>> answer)
    {
        using var place = new QueryPlace(context, Sender.Of(context, caller).ByCredentialsOrNetwork(), this);
        try
        {
            return await EnterAsync(place) is { } refusal ? Refuse(refusal) : await _work.RunAsync(() => answer(place), place.Cancelled);
        }
        catch (QueryRefusedException e) when (!context.Response.HasStarted)
        {
            return Refuse(e.Refusal);
        }
        catch (QueryRefusedException e)
        {
            End(place, e.Refusal);
            return Results.Empty;
        }
        catch (LogUnavailableException) when (context.Response.HasStarted)
        {
            End(place, QueryRefusal.Unreadable);
            return Results.Empty;
        }
    }

    /// <summary>Ends an answer that has begun: it must not look complete.</summary>
    internal void End(QueryPlace place, QueryRefusal refusal)
    {
        _metrics.QueryRejected(refusal.Name);
        place.Cut();
    }

    /// <summary>Someone waits for bytes: the answer that has not been read for the longest time is cut off.</summary>
    internal void Press()
    {
        IReadOnlyList<QueryPlace> stalled;
        lock (_lock)
        {
            stalled = _line.TakeStalled(PressedStall, most: 1, ofAll: true);
        }

        CutAll(stalled);
    }

    internal void Leave(QueryPlace place)
    {
        lock (_lock)
        {
            _line.Leave(place);
        }

        Admit();
    }

    public void Dispose() => _look.Dispose();

    private IResult Refuse(QueryRefusal refusal)
    {
        _metrics.QueryRejected(refusal.Name);
        return refusal.ToProblem();
    }

    private async ValueTask<QueryRefusal?> EnterAsync(QueryPlace place)
    {
        lock (_lock)
        {
            if (_line.Join(place) is { } refusal)
            {
                return refusal;
            }
        }

        Admit();
        await using var gone = place.Cancelled.Register(() =>
        {
            lock (_lock)
            {
                _line.Leave(place);
            }

            place.Turn.TrySetCanceled(place.Cancelled);
        });
        return await place.Turn.Task;
    }

    // Places go to those who wait, in their turns; who still waits is looked after.
    private void Admit()
    {
        List<QueryPlace> admitted = [];
        bool someoneWaits;
        lock (_lock)
        {
            while (_line.Admit() is { } next)
            {
                admitted.Add(next);
            }

            someoneWaits = _line.Waiting > 0;
        }

        foreach (var place in admitted)
        {
            place.Turn.TrySetResult(null);
        }

        if (someoneWaits)
        {
            _look.Change(LookInterval, Timeout.InfiniteTimeSpan);
        }
    }

    private void Look()
    {
        IReadOnlyList<(QueryPlace Place, QueryRefusal Refusal)> refused;
        IReadOnlyList<QueryPlace> stalled;
        lock (_lock)
        {
            refused = _line.TakeOverdue(LongestWait);
            stalled = _line.TakeStalled(PressedStall, _line.Waiting, ofAll: false);
        }

        CutAll(stalled);
        foreach (var (place, refusal) in refused)
        {
            place.Turn.TrySetResult(refusal);
        }

        Admit();
    }

    private void CutAll(IReadOnlyList<QueryPlace> stalled)
    {
        foreach (var place in stalled)
        {
            End(place, QueryRefusal.Stalled);
        }
    }
}
