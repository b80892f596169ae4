using System.ComponentModel.DataAnnotations;

namespace LiveFeed.Access.Limits;

/// <summary>Settings under <c>LiveFeed:Limits</c>. Bytes are counted while reading, after decompression.</summary>
internal sealed class LimitsOptions : IValidatableObject
{
    internal const string Section = "LiveFeed:Limits";

    internal const int DefaultConnections = 100_000;

    /// <summary>
    /// Max connected clients. Default 100,000; each costs a file descriptor and some kilobytes. Lower where the process has
    /// fewer descriptors; the start logs that.
    /// </summary>
    [Range(1, 10_000_000)]
    public int Connections { get; set; } = DefaultConnections;

    /// <summary>
    /// Max TCP connections, of clients and of all others. When none is free, a connection without a request is ended for a
    /// new one. More than <see cref="Connections"/>, so that a refused client gets an answer. Default 0: 1.5 times as many,
    /// at least 10,000 more; never more than file descriptors allow.
    /// </summary>
    [Range(0, 20_000_000)]
    public int TcpConnections { get; set; }

    /// <summary>
    /// Max connected clients of one user; clients without credentials are not counted. Default 0: no limit of its own.
    /// </summary>
    [Range(0, 10_000_000)]
    public int ConnectionsPerUser { get; set; }

    /// <summary>
    /// Max connected clients of one address; an IPv6 /64 counts as one. Default 0: no limit of its own, because a whole
    /// company may share one address, or a proxy that LiveFeed:Proxies does not name.
    /// </summary>
    [Range(0, 10_000_000)]
    public int ConnectionsPerAddress { get; set; }

    /// <summary>
    /// Max topics and patterns of one client. Default 100: they must fit a request line of 8 KiB.
    /// </summary>
    [Range(1, 10_000)]
    public int TopicsPerClient { get; set; } = 100;

    /// <summary>
    /// Max bytes of one event's data. Default 2 MiB; all clients with the event in their queue share one copy.
    /// </summary>
    [Range(1, 1 << 30)]
    public int EventBytes { get; set; } = 2 << 20;

    /// <summary>
    /// Max bytes of a JSON body, which is held whole in memory; for NDJSON, a stream without end, max bytes since its last
    /// accepted event. Default 16 MiB.
    /// </summary>
    [Range(1, 1 << 30)]
    public int BodyBytes { get; set; } = 16 << 20;

    /// <summary>
    /// Max bytes held for clients and producers: events in queues, pages in transit, incomplete bodies and lines. Retained
    /// events are not part of it. Default 96 MiB.
    /// </summary>
    [Range(32L << 20, 1L << 40)]
    public long HeldBytes { get; set; } = 96L << 20;

    /// <summary>
    /// Max queries that run at once: history, charts, badges, topics and clients. Four times as many wait, up to 10 s.
    /// Default 256: an answer that is not read holds about 128 KiB.
    /// </summary>
    [Range(1, 100_000)]
    public int Queries { get; set; } = 256;

    /// <summary>
    /// Max queries of one user or API key, or of one address without either. Default 128: four times as many wait, so ten
    /// browsers behind one address can open a board of 40 tiles at the same time.
    /// </summary>
    [Range(1, 100_000)]
    public int QueriesPerSender { get; set; } = 128;

    /// <summary>
    /// Max time of one query. After it a page of the history ends early, with the position to continue; other queries are
    /// refused. Default 1 min: a million events take some seconds.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan QueryTimeout { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// An answer is cut off when its client reads nothing for this time; after 5 s when other queries wait. Default 30 s: a
    /// poor mobile connection reads about 32 KiB in that time.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan QueryStalledAfter { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Max events in a JSON array. Default 1,000.</summary>
    [Range(1, 100_000)]
    public int BatchEvents { get; set; } = 1_000;

    /// <summary>
    /// Max events a second of one user, or of one address without credentials; the same number at once. Default 0: no limit.
    /// </summary>
    [Range(0, 10_000_000)]
    public int PublishPerSecond { get; set; }

    /// <summary>
    /// Max levels of arrays and objects in an answer of the history, where an event's data begins at the fourth. Default 64:
    /// the limit of common JSON readers.
    /// </summary>
    [Range(8, 1_000)]
    public int JsonDepth { get; set; } = 64;

    /// <summary>Max bytes of a request's headers. Default 32 KiB, as in the web server.</summary>
    [Range(1 << 10, 1 << 20)]
    public int HeaderBytes { get; set; } = 32 << 10;

    /// <summary>Max headers of a request. Default 100, as in the web server.</summary>
    [Range(10, 1_000)]
    public int HeaderCount { get; set; } = 100;

    /// <summary>
    /// Max time for a request line and its headers; then the connection is ended. Default 10 s: they fit into a few packets,
    /// and a sender that needs longer only holds the connection.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan RequestHeaderTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// A connection without a request is ended after this time. Default 2 min: common proxies use one minute, so they end it
    /// first.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan KeepAliveTimeout { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>
    /// Min bytes a second for the rest of a body, or of an NDJSON line longer than 4 KiB. Whole lines may be far apart. 0:
    /// no limit. Default 240, as in the web server.
    /// </summary>
    [Range(0, 1 << 30)]
    public int BodyRate { get; set; } = 240;

    /// <summary>
    /// Max time that a body may be behind that rate. Default 5 s, as in the web server.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:02", "00:10:00")]
    public TimeSpan BodyRateGrace { get; set; } = TimeSpan.FromSeconds(5);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (TcpConnections > 0 && TcpConnections <= Connections)
        {
            yield return new ValidationResult(
                $"{Section}:TcpConnections is '{TcpConnections}', but must be greater than {Section}:Connections " +
                $"({Connections}), or 0");
        }
    }
}
