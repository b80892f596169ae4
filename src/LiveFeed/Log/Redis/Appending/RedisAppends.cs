using LiveFeed.Events;
using StackExchange.Redis;

namespace LiveFeed.Log.Redis.Appending;

/// <summary>
/// Sends batches to the store. Two calls are on their way at a time; what comes meanwhile gathers and leaves in one call.
/// So one producer waits for nobody, and many share the cost of a call. Any thread.
/// </summary>
/// <param name="server">The store.</param>
/// <param name="streamOf">The stream of a topic's events.</param>
/// <param name="terms">The last terms that this node knows, see <see cref="RedisTerms.Last"/>.</param>
/// <param name="replicas">How many replicas must have the events before the answer.</param>
internal sealed class RedisAppends(
    RedisServer server, Func<TopicName?, string> streamOf, Func<string> terms, int replicas)
{
    private const int MaxCalls = 2;
    private const int CallEvents = 1_000; // some ten milliseconds of Redis
    private const long CallBytes = 1 << 20;

    private readonly Lock _gate = new();
    private readonly Queue<Pending> _waiting = new(); // guarded by the gate
    private int _calls; // guarded by the gate
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
        }

        Send();
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

    private void Send()
    {
        while (Take() is { } group)
        {
            _ = SendAsync(group);
        }
    }

    // Null when nothing waits, or enough is on its way.
    private List<Pending>? Take()
    {
        lock (_gate)
        {
            if (_waiting.Count == 0 || _calls == MaxCalls)
            {
                return null;
            }

            _calls++;
            var group = new List<Pending>();
            for (var (events, bytes) = (0, 0L);
                events < CallEvents && bytes < CallBytes && _waiting.TryDequeue(out var next);
                events += next.Batch.Count, bytes += next.Batch.Bytes)
            {
                group.Add(next);
            }

            return group;
        }
    }

    private async Task SendAsync(List<Pending> group)
    {
        try
        {
            var answers = await CallAsync(RedisScripts.Append, group);
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
        finally
        {
            lock (_gate)
            {
                _calls--;
            }

            Send();
        }
    }

    private async Task<AppendAnswer[]> CallAsync(string script, List<Pending> group)
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
        return [.. ((RedisResult[])answer[3]!).Select(one => AppendAnswer.Of(term, one))];
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
