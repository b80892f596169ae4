using System.Runtime.CompilerServices;
using LiveFeed.Events;
using LiveFeed.Events.Rooms;
using LiveFeed.Frames;
using LiveFeed.Log;
using LiveFeed.Log.Memory;
using LiveFeed.Log.Topics;
using Microsoft.Extensions.DependencyInjection;

namespace LiveFeed.Tests.Support;

/// <summary>A log that refuses to append, to trim, or to be read, while a test says so.</summary>
internal sealed class FailingLog(IEventLog log) : IEventLog
{
    private int _refused;
    private int _refusedTrims;

    public event Action? Appended
    {
        add => log.Appended += value;
        remove => log.Appended -= value;
    }

    /// <summary>Raised after each refusal.</summary>
    internal event Action? Refused;

    public LogEpochs Epochs => log.Epochs;

    public string Epoch => log.Epoch;

    public long Head => log.Head;

    public string? Fault => Failure?.Message ?? log.Fault;

    /// <summary>
    /// What to throw instead of appending or trimming; reading goes on. Set by the test, read by the service.
    /// </summary>
    internal Exception? Failure { get => Volatile.Read(ref field); set => Volatile.Write(ref field, value); }

    /// <summary>What to throw instead of reading. Set by the test, read by the service.</summary>
    internal Exception? Unreadable { get => Volatile.Read(ref field); set => Volatile.Write(ref field, value); }

    /// <summary>What to throw instead of reading on after a sequence. Set by the test, read by the service.</summary>
    internal Func<long, Exception?>? ReadFailure
    {
        get => Volatile.Read(ref field);
        set => Volatile.Write(ref field, value);
    }

    /// <summary>What to throw instead of listing a topic. Set by the test, read by the service.</summary>
    internal Func<string, Exception?>? TopicFailure
    {
        get => Volatile.Read(ref field);
        set => Volatile.Write(ref field, value);
    }

    /// <summary>Happens once, while a position is waited for, as events of other nodes do. Set by the test.</summary>
    internal Func<Task>? Reaching { get; set; }

    /// <summary>Happens once, when an append is stored and not yet answered. Set by the test.</summary>
    internal Func<Task>? Answering { get; set; }

    internal int RefusedTurns => Volatile.Read(ref _refused);

    internal int RefusedTrims => Volatile.Read(ref _refusedTrims);

    internal static void AddTo(IServiceCollection services, Action<FailingLog> made) =>
        services.AddSingleton<IEventLog>(provider =>
        {
            var failing = new FailingLog(ActivatorUtilities.CreateInstance<MemoryEventLog>(provider));
            made(failing);
            return failing;
        });

    public async ValueTask<IReadOnlyList<Receipt>> AppendAsync(
        IReadOnlyList<FeedEvent> events, HandOver? handOver, CancellationToken cancellationToken)
    {
        if (Failure is not { } failure)
        {
            var receipts = await log.AppendAsync(events, handOver, cancellationToken);
            var answering = Answering;
            Answering = null;
            await (answering?.Invoke() ?? Task.CompletedTask);
            return receipts;
        }

        Interlocked.Increment(ref _refused);
        Refused?.Invoke();
        throw failure;
    }

    public ValueTask<LogPage> ReadAsync(
        long after, Subscription? subscription, int limit, bool conflate, CancellationToken cancellationToken) =>
        (Unreadable ?? ReadFailure?.Invoke(after)) is { } failure
            ? throw failure
            : log.ReadAsync(after, subscription, limit, conflate, cancellationToken);

    public ValueTask<LogPage> ReadBackAsync(
        long before, Subscription subscription, int limit, CancellationToken cancellationToken) =>
        Unreadable is { } failure ? throw failure : log.ReadBackAsync(before, subscription, limit, cancellationToken);

    public ValueTask<NewestSequences> FindLastAsync(
        int count, Subscription subscription, CancellationToken cancellationToken) =>
        Unreadable is { } failure ? throw failure : log.FindLastAsync(count, subscription, cancellationToken);

    public ValueTask<SequencePage> PickAsync(ReadOnlyMemory<long> sequences, CancellationToken cancellationToken) =>
        Unreadable is { } failure ? throw failure : log.PickAsync(sequences, cancellationToken);

    public bool IsRetained(EventFrame frame) => log.IsRetained(frame);

    public bool IsAging(TopicName topic, long sequence, TimeSpan age) => log.IsAging(topic, sequence, age);

    public long LatestOf(TopicName topic, string key) => log.LatestOf(topic, key);

    public bool IsInMemory(long after) => log.IsInMemory(after);

    public ValueTask<long> SequenceBeforeAsync(DateTimeOffset time, CancellationToken cancellationToken) =>
        log.SequenceBeforeAsync(time, cancellationToken);

    public async ValueTask<bool> ReachAsync(Position position, CancellationToken cancellationToken)
    {
        if (Reaching is { } reaching)
        {
            Reaching = null;
            await reaching();
        }

        return await log.ReachAsync(position, cancellationToken);
    }

    public LogGap? LossAt(long sequence, bool mayBeAhead) => log.LossAt(sequence, mayBeAhead);

    public long CountBetween(long after, long through) => log.CountBetween(after, through);

    public async IAsyncEnumerable<TopicSummary> TopicsAsync(
        TopicPattern pattern, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var topic in log.TopicsAsync(pattern, cancellationToken))
        {
            yield return TopicFailure?.Invoke(topic.Topic.Value) is { } failure ? throw failure : topic;
        }
    }

    public ValueTask TrimAsync(CancellationToken cancellationToken)
    {
        if (Failure is not { } failure)
        {
            return log.TrimAsync(cancellationToken);
        }

        Interlocked.Increment(ref _refusedTrims);
        throw failure;
    }

    public ValueTask<IReadOnlyList<Membership>> ReadMembershipsAsync(CancellationToken cancellationToken) =>
        log.ReadMembershipsAsync(cancellationToken);

    public ValueTask DisposeAsync() => log.DisposeAsync();
}
