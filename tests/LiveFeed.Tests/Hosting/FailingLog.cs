using LiveFeed.Events;
using LiveFeed.Log;
using Microsoft.Extensions.DependencyInjection;

namespace LiveFeed.Tests.Hosting;

/// <summary>A log that cannot write while it has a fault; reading goes on.</summary>
internal sealed class FailingLog(IEventLog log) : IEventLog
{
    public event Action? Appended
    {
        add => log.Appended += value;
        remove => log.Appended -= value;
    }

    public string Epoch => log.Epoch;

    public long Head => log.Head;

    public string? Fault { get; set; }

    internal static void AddTo(IServiceCollection services, Action<FailingLog> made) => services.AddSingleton<IEventLog>(provider =>
    {
        var failing = new FailingLog(ActivatorUtilities.CreateInstance<MemoryEventLog>(provider));
        made(failing);
        return failing;
    });

    public ValueTask<IReadOnlyList<Receipt>> AppendAsync(IReadOnlyList<FeedEvent> events, CancellationToken cancellationToken) =>
        Fault is { } fault ? throw new LogUnavailableException(fault) : log.AppendAsync(events, cancellationToken);

    public ValueTask<LogPage> ReadAsync(
        long after, Subscription? subscription, int limit, bool conflate, CancellationToken cancellationToken) =>
        log.ReadAsync(after, subscription, limit, conflate, cancellationToken);

    public ValueTask<LogPage> ReadLastAsync(int count, Subscription subscription, CancellationToken cancellationToken) =>
        log.ReadLastAsync(count, subscription, cancellationToken);

    public ValueTask<long> SequenceBeforeAsync(DateTimeOffset time, CancellationToken cancellationToken) =>
        log.SequenceBeforeAsync(time, cancellationToken);

    public IReadOnlyList<TopicSummary> Topics(TopicPattern pattern) => log.Topics(pattern);

    public ValueTask TrimAsync(CancellationToken cancellationToken) => log.TrimAsync(cancellationToken);

    public ValueTask DisposeAsync() => log.DisposeAsync();
}
