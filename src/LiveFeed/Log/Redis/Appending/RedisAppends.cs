using LiveFeed.Events;
using LiveFeed.Log.Redis.Scripts;
using StackExchange.Redis;

namespace LiveFeed.Log.Redis.Appending;

/// <summary>
/// Sends batches to the store. While a call is on its way, few events gather and leave in the next one; many leave in a
/// second call at once, so that the store does not wait for this node. So one producer waits for nobody, and many share the
/// cost of a call. The producers of one call are answered together, when this node's readers were told of its events. Any
/// thread.
/// </summary>
/// <param name="server">The store.</param>
/// <param name="streamOf">The stream of a topic's events.</param>
/// <param name="terms">The last terms that this node knows, see <see cref="RedisTerms.Last"/>.</param>
/// <param name="told">Completes when this node's readers were told of a position that was stored; throws nothing.</param>
/// <param name="replicas">How many replicas must have the events before the answer.</param>
internal sealed class RedisAppends(
    RedisServer server, Func<TopicName?, string> streamOf, Func<string> terms, Func<Position, Task> told, int replicas)
{
    private const int MaxCalls = 2;
    private const int ManyEvents = 64; // fewer cost less in the next call than in one of their own
    private const long ManyBytes = 64 << 10;
    private const int CallEvents = 1_000; // some ten milliseconds of Redis
    private const long CallBytes = 1 << 20;

    private readonly Lock _gate = new();
    private readonly Queue<Pending> _waiting = new(); // guarded by the gate
    private int _events; // those that wait; guarded by the gate, as the next
    private long _bytes;
    private int _calls; // guarded by the gate
    private int _isDue; // a call of Send is queued; by Interlocked
    private volatile string _began = ""; // "term start": the last term that an answer told of, before this node has read it

    /// <summary>Appends a batch.</summary>
    /// <exception cref="LogUnavailableException">
    /// It was not stored; or Redis did not answer, and then it may be stored.
    /// </exception>
    internal Task<AppendAnswer> AddAsync(RedisBatch batch)
    {
        var pending = new Pending(batch);
        lock (_gate)
        {
            _waiting.Enqueue(pending);
            _events += batch.Count;
            _bytes += batch.Bytes;
        }

        SendSoon();
        return pending.Answer.Task;
    }

    /// <summary>
    /// Begins a term when the server did not give out the last position, or has lost the last term. So does a full server,
    /// which can be read: returns why it takes no events, or null.
    /// </summary>
    /// <exception cref="LogUnavailableException">Redis did not answer, or could not do it.</exception>
    internal async Task<LogUnavailableException?> TouchAsync()
    {
        try
        {
            await CallAsync(RedisScripts.Append, []);
            return null;
        }
        catch (LogUnavailableException e) when (RedisServer.IsFull(e.InnerException))
        {
            await CallAsync(RedisScripts.Touch, []);
            return e;
        }
    }

    // After what waits for a thread already: among it may be requests with more events.
    private void SendSoon()
    {
        if (Interlocked.Exchange(ref _isDue, 1) == 0)
        {
            ThreadPool.UnsafeQueueUserWorkItem(
                static appends =>
                {
                    Volatile.Write(ref appends._isDue, 0);
                    appends.Send();
                },
                this,
                preferLocal: false);
        }
    }

    private void Send()
    {
        while (Take() is { } group)
        {
            _ = SendAsync(group);
        }
    }

    // Null when nothing waits, or it waits for a call that is on its way.
    private List<Pending>? Take()
    {
        lock (_gate)
        {
            var areFew = _events < ManyEvents && _bytes < ManyBytes;
            if (_waiting.Count == 0 || _calls == MaxCalls || (_calls > 0 && areFew))
            {
                return null;
            }

            _calls++;
            var group = new List<Pending>();
            var (events, bytes) = (0, 0L);
            while (events < CallEvents && bytes < CallBytes && _waiting.TryDequeue(out var next))
            {
                group.Add(next);
                (events, bytes) = (events + next.Batch.Count, bytes + next.Batch.Bytes);
            }

            (_events, _bytes) = (_events - events, _bytes - bytes);
            return group;
        }
    }

    private async Task SendAsync(List<Pending> group)
    {
        try
        {
            var (answers, last) = await CallInTurnAsync(group);
            if (last is { } position)
            {
                await told(position);
            }

            for (var i = 0; i < group.Count; i++)
            {
                group[i].Answer.SetResult(answers[i]);
            }
        }
        catch (Exception e)
        {
            var reason = e as LogUnavailableException ?? new LogUnavailableException($"Redis: {e.Message}", e);
            group.ForEach(pending => pending.Answer.TrySetException(reason));
        }
    }

    private async Task<(AppendAnswer[] Answers, Position? Last)> CallInTurnAsync(List<Pending> group)
    {
        try
        {
            return await CallAsync(RedisScripts.Append, group);
        }
        finally
        {
            lock (_gate)
            {
                _calls--;
            }

            SendSoon();
        }
    }

    // Gives the position of the last new event, if there is one.
    private async Task<(AppendAnswer[] Answers, Position? Last)> CallAsync(RedisScript script, List<Pending> group)
    {
        var keys = server.Keys;
        var arguments = new List<RedisValue> { keys.Prefix, server.NodeId, KnownTerms() };
        group.ForEach(pending => pending.Batch.AddTo(arguments, streamOf));
        var (call, copied) = server.Append(
            script,
            [
                keys.Meta, keys.Terms, keys.Marks, keys.Ids, keys.Rooms, keys.SeatsOf(server.NodeId), keys.Leaving,
            ],
            [.. arguments],
            group.Count > 0 ? replicas : 0);
        var answer = (RedisResult[])(await call)!;
        if (await copied is var have && have < replicas && group.Count > 0)
        {
            throw new LogUnavailableException(
                $"{have} of {replicas} replicas have the events (LiveFeed:Log:Redis:Replicas); they may be stored");
        }

        var (term, began) = ((string)answer[0]!, (string)answer[2]!);
        _began = began.Length > 0 ? began : _began;
        AppendAnswer[] answers = [.. ((RedisResult[])answer[3]!).Select(one => AppendAnswer.Of(term, one))];
        var number = (long)answer[1];
        return (answers, answers.Any(one => one.IsStored && one.Before < number) ? new Position(term, number) : null);
    }

    // A term in which events were acknowledged must not be forgotten: when this server is lost before the node has read that
    // it began, another server is told of it, and it ends there.
    private string KnownTerms()
    {
        var (known, began) = (terms(), _began);
        return began.Length == 0 || known.Contains(began, StringComparison.Ordinal) ? known : $"{known} {began}";
    }

    private sealed record Pending(RedisBatch Batch)
    {
        // Producers continue on another thread: this one reads answers of all.
        internal TaskCompletionSource<AppendAnswer> Answer { get; } =
            new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
