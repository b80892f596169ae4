using System.Net.Http;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization.Metadata;
using LiveFeed.Client.Http;
using LiveFeed.Client.Publishing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace LiveFeed.Client;

/// <summary>
/// Follows and publishes events of a LiveFeed service. It comes back by itself whatever happens to the connection or the
/// service. One client serves a whole process; all members are for any thread.
/// </summary>
public sealed class LiveFeedClient : IAsyncDisposable
{
    // So that a change of the service's addresses is noticed.
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(5);

    private readonly CancellationTokenSource _following = new();
    private readonly CancellationTokenSource _closed = new();
    private readonly HttpClient? _owned;
    private readonly FeedService _service;
    private readonly Publisher _publisher;
    private int _isDisposed; // by Interlocked

    /// <summary>
    /// A client without a host; see <see cref="LiveFeedClientServices.AddLiveFeedClient"/> for one with it.
    /// </summary>
    /// <param name="options">The settings; they are checked here.</param>
    /// <param name="http">Sends the requests, and stays the caller's. Null: the client has one of its own.</param>
    /// <param name="logger">Null: nothing is logged.</param>
    /// <param name="time">The clock. Null: the system's.</param>
    /// <exception cref="OptionsValidationException">A setting cannot be used.</exception>
    public LiveFeedClient(
        LiveFeedClientOptions options, HttpClient? http = null, ILogger<LiveFeedClient>? logger = null,
        TimeProvider? time = null)
        : this(
            LiveFeedClientRules.Checked(options), http is null ? null : () => http, logger, time, Random.Shared.NextDouble)
    {
    }

    internal LiveFeedClient(
        LiveFeedClientOptions options, Func<HttpClient>? http, ILogger? logger, TimeProvider? time, Func<double> random)
    {
        if (http is null)
        {
            var owned = _owned = new HttpClient(
                new SocketsHttpHandler { PooledConnectionLifetime = ConnectionLifetime }, disposeHandler: true);
            owned.Timeout = Timeout.InfiniteTimeSpan; // each request has a limit of its own
            http = () => owned;
        }

        _service = new FeedService(options, http, new TokenSource(options.Token, _closed.Token))
        {
            Time = time ?? TimeProvider.System,
            Random = random,
            Logger = logger ?? NullLogger.Instance,
        };
        _publisher = new Publisher(_service);
    }

    /// <summary>
    /// Follows topics: read the stream by <c>await foreach</c>. It connects when the loop begins, and reconnects and resumes
    /// by itself. Where events are missing, an item says so: look at <see cref="LiveEvent.Gap"/>.
    /// </summary>
    /// <param name="topics">
    /// Topics or patterns. Without any, only what is sent to everybody, to this client or to this user.
    /// </param>
    /// <param name="options">Where it begins; null: now.</param>
    /// <param name="cancellationToken">Ends the loop by an <see cref="OperationCanceledException"/>.</param>
    public LiveFeedSubscription FollowAsync(
        IEnumerable<string> topics, FollowOptions? options = null, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_isDisposed != 0, this);
        return new LiveFeedSubscription(
            _service, topics, options ?? new FollowOptions(), _following.Token, cancellationToken);
    }

    /// <summary>As the other overload, with the data as objects.</summary>
    /// <param name="topics">Topics or patterns.</param>
    /// <param name="type">How to read the data, from a <c>JsonSerializerContext</c>.</param>
    /// <param name="options">Where it begins; null: now.</param>
    /// <param name="cancellationToken">Ends the loop by an <see cref="OperationCanceledException"/>.</param>
    /// <typeparam name="T">The data's type.</typeparam>
    public async IAsyncEnumerable<LiveEvent<T>> FollowAsync<T>(
        IEnumerable<string> topics, JsonTypeInfo<T> type, FollowOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var stream = FollowAsync(topics, options, cancellationToken);
        await foreach (var e in stream.ConfigureAwait(false))
        {
            yield return new LiveEvent<T>(e, type);
        }
    }

    /// <summary>
    /// Publishes an event, in the order of the calls, and ends when the service has it. Events of the same time share a
    /// request. When the queue is full, it waits for room.
    /// </summary>
    /// <param name="e">The event.</param>
    /// <param name="cancellationToken">Ends the wait. An event that is in the queue by then is still sent.</param>
    /// <exception cref="LiveFeedRefusedException">The service refused this event.</exception>
    /// <exception cref="LiveFeedException">It is not known whether it was stored.</exception>
    /// <exception cref="ArgumentException">It is larger than the whole queue.</exception>
    public async Task<PublishReceipt> PublishAsync(NewEvent e, CancellationToken cancellationToken = default)
    {
        var pending = await _publisher.EnqueueAsync(e, cancellationToken).ConfigureAwait(false);
        return await pending.Receipt.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Publishes data under a topic; see the other overload.</summary>
    /// <param name="topic">Where it belongs.</param>
    /// <param name="data">The data.</param>
    /// <param name="type">How to write it, from a <c>JsonSerializerContext</c>.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <typeparam name="T">The data's type.</typeparam>
    public Task<PublishReceipt> PublishAsync<T>(
        string topic, T data, JsonTypeInfo<T> type, CancellationToken cancellationToken = default) =>
        PublishAsync(NewEvent.Of(topic, data, type), cancellationToken);

    /// <summary>
    /// Puts an event into the queue, and ends when there is room for it. So a producer goes on without waiting for the
    /// service, and no faster than the service. The receipt tells what became of the event.
    /// </summary>
    /// <param name="e">The event.</param>
    /// <param name="cancellationToken">Ends the wait for room; the event is not sent then.</param>
    /// <exception cref="ArgumentException">It is larger than the whole queue.</exception>
    public async ValueTask<QueuedEvent> EnqueueAsync(NewEvent e, CancellationToken cancellationToken = default)
    {
        var pending = await _publisher.EnqueueAsync(e, cancellationToken).ConfigureAwait(false);
        return new QueuedEvent(pending.Id, pending.Receipt);
    }

    /// <summary>
    /// Has all events sent that were published by now, without a wait for others. It ends when the service has answered for
    /// each; receipts tell what it answered.
    /// </summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task FlushAsync(CancellationToken cancellationToken = default) =>
        _publisher.FlushAsync().WaitAsync(cancellationToken);

    /// <summary>
    /// Ends all streams, and waits until the service has what is in the queue, up to
    /// <see cref="LiveFeedClientOptions.CloseTimeout"/>. Receipts of events that are left then fail, and the log has their
    /// number.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
        {
            return;
        }

        await _following.CancelAsync().ConfigureAwait(false);
        await _publisher.DisposeAsync().ConfigureAwait(false);
        await _closed.CancelAsync().ConfigureAwait(false);
        _owned?.Dispose();
    }
}
