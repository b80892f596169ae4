using System.ComponentModel.DataAnnotations;

namespace LiveFeed.Access.Limits;

/// <summary>Settings under <c>LiveFeed:Limits</c>. Bytes are counted while reading, after decompression.</summary>
internal sealed class LimitsOptions : IValidatableObject
{
    internal const string Section = "LiveFeed:Limits";

    internal const int DefaultConnections = 100_000;

    /// <summary>
    /// Clients connected at once. Default 100,000; each costs a file descriptor and some kilobytes. Fewer where the process
    /// may not have so many descriptors, which is said at the start.
    /// </summary>
    [Range(1, 10_000_000)]
    public int Connections { get; set; } = DefaultConnections;

    /// <summary>
    /// TCP connections at once, of clients and of all others: those without a request are ended when there is no place for a
    /// new one. More than <see cref="Connections"/>, so that a client too many can be told so. Default 0: half as many
    /// again, at least 10,000 more; in any case no more than file descriptors allow.
    /// </summary>
    [Range(0, 20_000_000)]
    public int TcpConnections { get; set; }

    /// <summary>
    /// Clients that one user may have connected at once; who has no credentials is not counted. Default 0: as many as there
    /// are places.
    /// </summary>
    [Range(0, 10_000_000)]
    public int ConnectionsPerUser { get; set; }

    /// <summary>
    /// Clients that one address may have connected at once, an IPv6 /64 being one. Default 0: as many as there are places,
    /// for behind one address may be a whole company, or the proxy that LiveFeed:Proxies does not name.
    /// </summary>
    [Range(0, 10_000_000)]
    public int ConnectionsPerAddress { get; set; }

    /// <summary>
    /// Topics and patterns that one client may follow. Default 100: they must fit a request line of 8 KiB.
    /// </summary>
    [Range(1, 10_000)]
    public int TopicsPerClient { get; set; } = 100;

    /// <summary>The data of one event. Default 2 MiB; every client that has it waiting shares the one copy.</summary>
    [Range(1, 1 << 30)]
    public int EventBytes { get; set; } = 2 << 20;

    /// <summary>
    /// A JSON body, which is held in memory as a whole; and what is read of NDJSON, a stream without end, since its last
    /// accepted event. Default 16 MiB.
    /// </summary>
    [Range(1, 1 << 30)]
    public int BodyBytes { get; set; } = 16 << 20;

    /// <summary>
    /// All bytes held at once for clients and producers: what waits for clients, pages that are being sent, incomplete
    /// bodies and lines. What is retained is not part of it. Default 96 MiB.
    /// </summary>
    [Range(32L << 20, 1L << 40)]
    public long HeldBytes { get; set; } = 96L << 20;

    /// <summary>
    /// Queries that are answered at once: the history and what is read from it, badges, topics and clients. Four times as
    /// many wait, up to 10 s. Default 256: an answer that is not read holds some 128 KiB.
    /// </summary>
    [Range(1, 100_000)]
    public int Queries { get; set; } = 256;

    /// <summary>
    /// Of these, those of one user or API key, or of one address without either. Default 128: ten browsers behind one
    /// address may open a board of 40 tiles at the same time, as four times as many wait.
    /// </summary>
    [Range(1, 100_000)]
    public int QueriesPerSender { get; set; } = 128;

    /// <summary>
    /// How long one query may take. A page of the history then ends early, with where to go on; others are refused. Default
    /// 1 min: a million events take some seconds.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan QueryTimeout { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// An answer of which nothing is taken for so long is cut off; after 5 s when others wait for its place. Default 30 s: a
    /// poor mobile connection takes some 32 KiB in that time.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan QueryStalledAfter { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Events in a JSON array. Default 1,000.</summary>
    [Range(1, 100_000)]
    public int BatchEvents { get; set; } = 1_000;

    /// <summary>
    /// Events a second that one user, or one address without credentials, may publish; as many at once. Default 0: any
    /// number.
    /// </summary>
    [Range(0, 10_000_000)]
    public int PublishPerSecond { get; set; }

    /// <summary>
    /// Levels of arrays and objects that a reader of the history must take, in which an event's data stands on the fourth.
    /// Default 64: what common readers take.
    /// </summary>
    [Range(8, 1_000)]
    public int JsonDepth { get; set; } = 64;

    /// <summary>A request's headers together. Default 32 KiB, which is the web server's own.</summary>
    [Range(1 << 10, 1 << 20)]
    public int HeaderBytes { get; set; } = 32 << 10;

    /// <summary>How many headers a request may have. Default 100, which is the web server's own.</summary>
    [Range(10, 1_000)]
    public int HeaderCount { get; set; } = 100;

    /// <summary>
    /// A connection whose request line and headers have not come after this is ended. Default 10 s: they fit a few packets,
    /// and who sends them byte by byte only means to hold the connection.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan RequestHeaderTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// A connection without a request is ended after this. Default 2 min: above the minute of common proxies, so that they
    /// end it first.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan KeepAliveTimeout { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>
    /// Bytes a second at which the rest of a body must come, or of an NDJSON line that is longer than 4 KiB; whole lines
    /// come when there is something to say. 0: any. Default 240, which is the web server's own.
    /// </summary>
    [Range(0, 1 << 30)]
    public int BodyRate { get; set; } = 240;

    /// <summary>
    /// How far a body may fall behind that rate at any moment. Default 5 s, which is the web server's own.
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
