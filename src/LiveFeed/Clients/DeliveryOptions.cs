using System.ComponentModel.DataAnnotations;

namespace LiveFeed.Clients;

/// <summary>Settings under <c>LiveFeed:Delivery</c>.</summary>
internal sealed class DeliveryOptions
{
    internal const string Section = "LiveFeed:Delivery";

    /// <summary>
    /// At most one write a client in this time; <c>00:00:00</c> writes every event at once. Default 16 ms, a display frame.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:10")]
    public TimeSpan FlushWindow { get; set; } = TimeSpan.FromMilliseconds(16);

    /// <summary>
    /// How many loops share the clients between them, at most one a processor being of use; <c>0</c>, the default, as many
    /// as there are processors.
    /// </summary>
    [Range(0, 256)]
    public int Lanes { get; set; }

    /// <summary>
    /// Whether plain HTTP/1.1 streams write straight to their socket (Linux). Default: yes; the bytes are the same either
    /// way.
    /// </summary>
    public bool DirectOutput { get; set; } = true;

    /// <summary>
    /// Whether streams go out in gzip to clients that accept it. Default <c>gzip</c>: compressed once for all, a full flush
    /// window is an eighth of the bytes; to a thousand clients it costs no more than the longer writes would, and to a
    /// single one some 20 µs a write (the benchmark's section <c>gzip</c>).
    /// </summary>
    [EnumDataType(typeof(StreamCompression))]
    public StreamCompression Compression { get; set; } = StreamCompression.Gzip;

    /// <summary>
    /// Events a live client may have waiting before it catches up from the log instead; a large one counts as one for every
    /// 16 KiB. Default 1,024.
    /// </summary>
    [Range(1, 1_000_000)]
    public int QueueLength { get; set; } = 1_024;

    /// <summary>
    /// After so long without a position a client is told one, by a heartbeat: after silence, and among ephemeral events too.
    /// Default 15 s, under the idle time-outs of the common proxies (30 to 60 s).
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "01:00:00")]
    public TimeSpan Heartbeat { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// A client whom nothing reaches for so long (or up to a fifth longer) although something waits is disconnected, whether
    /// it does not read or its connection is half-open; <c>00:00:00</c> never. Default one minute: longer than a phone's
    /// changes of network commonly take.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan StalledAfter { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>What clients are told to wait before they reconnect, each up to half more or less. Default 2 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:10:00")]
    public TimeSpan Retry { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>The longest a stream lives, each up to a tenth less; <c>00:00:00</c>, the default, for ever.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "30.00:00:00")]
    public TimeSpan MaxLifetime { get; set; } = TimeSpan.Zero;
}
