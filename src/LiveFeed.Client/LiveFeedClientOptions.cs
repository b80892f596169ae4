using System.ComponentModel.DataAnnotations;

namespace LiveFeed.Client;

/// <summary>
/// Settings of a <see cref="LiveFeedClient"/>. They are checked when it is made, and at the start of a host.
/// </summary>
public sealed class LiveFeedClientOptions
{
    /// <summary>
    /// The service's address, such as <c>https://feed.example.com</c>; a path before its own is kept. Required.
    /// </summary>
    [Required]
    public Uri? Address { get; set; }

    /// <summary>
    /// Gives a token or an API key; null for none. It is asked before the first request, when the service says that a
    /// stream's token expires, and after a 401. One answer serves all streams and publishes until then. Default: none.
    /// </summary>
    public Func<CancellationToken, ValueTask<string?>>? Token { get; set; }

    /// <summary>
    /// So many attempts in a row may fail, then a stream or a batch fails. Null (default): it tries for ever, as services
    /// come back.
    /// </summary>
    [Range(1, int.MaxValue)]
    public int? MaxAttempts { get; set; }

    /// <summary>
    /// No wait between two attempts is longer, unless the service asks for it. Default 30 s: so a client is back within half
    /// a minute. 1 ms to 1 h.
    /// </summary>
    public TimeSpan MaxDelay { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// A stream of which nothing came for this time reconnects. Null (default): two and a half of the heartbeats that the
    /// service names, and not less than 10 s, so that a busy network is not taken for a lost one. 100 ms to 1 day.
    /// </summary>
    public TimeSpan? Silence { get; set; }

    /// <summary>
    /// An answer to a publish or a change that does not come within this time is asked for again. Default 30 s: a service
    /// that writes to a slow disk answers within seconds. 100 ms to 1 h.
    /// </summary>
    public TimeSpan AnswerTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Max events of one request. Default 500; the service takes up to 1,000 (<c>Limits:BatchEvents</c>).</summary>
    [Range(1, 1_000)]
    public int BatchEvents { get; set; } = 500;

    /// <summary>
    /// Max bytes of the events of one request; an event that is larger goes alone. Default 256 KiB: more saves nothing, and
    /// costs more when it must be sent again.
    /// </summary>
    [Range(1, 16 << 20)]
    public int BatchBytes { get; set; } = 256 << 10;

    /// <summary>
    /// So long an event may wait for others to share its request. Default 10 ms: people do not notice it, and a loop that
    /// publishes fills a batch. <c>00:00:00</c>: only what waits for the request before shares one. Up to 1 h.
    /// </summary>
    public TimeSpan BatchWait { get; set; } = TimeSpan.FromMilliseconds(10);

    /// <summary>
    /// Max bytes of the events that wait or are being sent. When they are full, publishing waits. Default 16 MiB: some
    /// seconds of a busy producer.
    /// </summary>
    [Range(1L << 10, 1L << 40)]
    public long QueueBytes { get; set; } = 16 << 20;

    /// <summary>
    /// So long closing the client waits until the service has what is in the queue. What is left then fails, and is logged.
    /// Default 30 s, the time that a host gives its services to stop. Up to 1 day.
    /// </summary>
    public TimeSpan CloseTimeout { get; set; } = TimeSpan.FromSeconds(30);
}
