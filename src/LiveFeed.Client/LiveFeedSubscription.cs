using LiveFeed.Client.Following;
using LiveFeed.Client.Http;

namespace LiveFeed.Client;

/// <summary>
/// Follows topics, from the first reading until the loop is left. It is read once, by one loop; the other members are for
/// any thread. Events come in order and once. An event that comes again is dropped by its position.
/// <para>
/// Where events are missing, an item with a <see cref="LiveEvent.Gap"/> stands in their place. Nothing is kept for a slow
/// reader: the service keeps it.
/// </para>
/// <para>
/// The loop ends by the cancellation token (with <see cref="OperationCanceledException"/>), when the stream or the client is
/// disposed of, or with a <see cref="LiveFeedException"/> that says why the stream cannot go on.
/// </para>
/// </summary>
public sealed class LiveFeedSubscription : IAsyncEnumerable<LiveEvent>, IDisposable
{
    private readonly FeedService _service;
    private readonly StreamContext _context;
    private readonly CancellationToken _clientClosed;
    private readonly CancellationToken _cancelled;
    private readonly CancellationTokenSource _closed = new();
    private readonly CancellationToken _closedToken; // also when the source is disposed of
    private int _isRead; // by Interlocked: 1 once somebody reads it
    private int _isDisposed; // by Interlocked

    internal LiveFeedSubscription(
        FeedService service, IEnumerable<string> topics, FollowOptions options, CancellationToken clientClosed,
        CancellationToken cancelled)
    {
        (_service, _clientClosed, _cancelled, _closedToken) = (service, clientClosed, cancelled, _closed.Token);
        _context = new StreamContext(topics, options, service.NewAttempts());
    }

    /// <summary>
    /// Where it goes on after the next reconnect: all events up to here were given to the loop. Null before the first
    /// connection of a stream that begins now.
    /// </summary>
    public string? Position => _context.Progress.Position;

    /// <summary>The service's secret name for the present connection; null while there is none.</summary>
    public string? ClientId => _context.Progress.ClientId;

    /// <summary>What it is doing.</summary>
    public StreamState State => _context.Progress.State;

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">It is read already, or was.</exception>
    public IAsyncEnumerator<LiveEvent> GetAsyncEnumerator(CancellationToken cancellationToken = default) =>
        Interlocked.Exchange(ref _isRead, 1) == 0
            ? ReadAsync(cancellationToken)
            : throw new InvalidOperationException("A stream is read once: follow the topics again for a second reader.");

    /// <summary>
    /// Follows topics as well. What they missed since a position comes first, between the other events; then they are live.
    /// The task ends when the service has taken the change; while there is no connection, it waits for one. It may be
    /// awaited in the loop that reads the stream.
    /// </summary>
    /// <param name="topics">Topics or patterns. Those that the stream follows already are left as they are.</param>
    /// <param name="after">What came after this is sent first; null: the stream's own position.</param>
    /// <param name="cancellationToken">Ends the wait, and does not undo the change.</param>
    /// <exception cref="LiveFeedRefusedException">The service refused the change; the stream goes on without it.</exception>
    public Task SubscribeAsync(
        IEnumerable<string> topics, string? after = null, CancellationToken cancellationToken = default) =>
        _context.Changes.SubscribeAsync(topics, after).WaitAsync(cancellationToken);

    /// <summary>Follows a topic as well; see the other overload.</summary>
    /// <param name="topic">A topic or pattern.</param>
    /// <param name="cancellationToken">Ends the wait, and does not undo the change.</param>
    public Task SubscribeAsync(string topic, CancellationToken cancellationToken = default) =>
        SubscribeAsync([topic], after: null, cancellationToken);

    /// <summary>Follows patterns no longer. Events that are on their way may still come.</summary>
    /// <param name="topics">As they were subscribed to.</param>
    /// <param name="cancellationToken">Ends the wait, and does not undo the change.</param>
    public Task UnsubscribeAsync(IEnumerable<string> topics, CancellationToken cancellationToken = default) =>
        _context.Changes.UnsubscribeAsync([.. topics]).WaitAsync(cancellationToken);

    /// <summary>Follows a pattern no longer; see the other overload.</summary>
    /// <param name="topic">As it was subscribed to.</param>
    /// <param name="cancellationToken">Ends the wait, and does not undo the change.</param>
    public Task UnsubscribeAsync(string topic, CancellationToken cancellationToken = default) =>
        UnsubscribeAsync([topic], cancellationToken);

    /// <summary>Ends the stream: its loop ends without an exception.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 0)
        {
            _closed.Cancel();
            _closed.Dispose();
            Close();
        }
    }

    private async IAsyncEnumerator<LiveEvent> ReadAsync(CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(
            [_clientClosed, _closedToken, _cancelled, cancellationToken]);
        try
        {
            var events = new Follower(_service, _context).RunAsync(end.Token);
            await foreach (var e in events.ConfigureAwait(false))
            {
                yield return e;
            }

            cancellationToken.ThrowIfCancellationRequested();
            _cancelled.ThrowIfCancellationRequested();
        }
        finally
        {
            Close();
        }
    }

    private void Close()
    {
        (_context.Progress.State, _context.Progress.ClientId) = (StreamState.Closed, null);
        _context.Changes.Close(new LiveFeedException("The stream has ended."));
    }
}
