using System.ComponentModel.DataAnnotations;

namespace LiveFeed.Clients;

/// <summary>Settings under <c>LiveFeed:Delivery</c>.</summary>
internal sealed class DeliveryOptions
{
    internal const string Section = "LiveFeed:Delivery";

    /// <summary>
    /// Max one write to a client in this time; <c>00:00:00</c> writes every event at once. Default 16 ms, a display frame.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:10")]
    public TimeSpan FlushWindow { get; set; } = TimeSpan.FromMilliseconds(16);

    /// <summary>
    /// The number of loops that share the clients. Default <c>0</c>: one a processor; more are of no use.
    /// </summary>
    [Range(0, 256)]
    public int Lanes { get; set; }

    /// <summary>
    /// True when plain HTTP/1.1 streams write straight to their socket (Linux). Default true; the bytes are the same.
    /// </summary>
    public bool DirectOutput { get; set; } = true;

    /// <summary>
    /// Compression of streams for clients that accept it. Default <c>gzip</c>: compressed once for all clients, a full flush
    /// window has an eighth of the bytes. For a thousand clients it costs no more than the longer writes; for one client
    /// about 20 µs a write (the benchmark's section <c>gzip</c>).
    /// </summary>
    public StreamCompression Compression { get; set; } = StreamCompression.Gzip;

    /// <summary>
    /// Max events in a live client's queue. Past it the client catches up from the log. A large event counts once for every
    /// 16 KiB. Default 1,024.
    /// </summary>
    [Range(1, 1_000_000)]
    public int QueueLength { get; set; } = 1_024;

    /// <summary>
    /// A client that got no position for this time gets one by a heartbeat: after silence, and among ephemeral events.
    /// Default 15 s, under the idle time-outs of the common proxies (30 to 60 s).
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "01:00:00")]
    public TimeSpan Heartbeat { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// A client is disconnected when events wait for it and none reaches it for this time (or up to a fifth longer): it does
    /// not read, or its connection is half-open. When its stream is ended, it has this time for the rest, however slowly
    /// it reads. <c>00:00:00</c>: never. Default one minute: a phone changes its network faster.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan StalledAfter { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// A client that polls is ended when it does not poll again within this time after its last answer. An answer of which
    /// it takes nothing for this time is cut off. Default 30 s: time enough to send a lost poll again, and others see soon
    /// that it has left. It loses nothing that is retained.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan PollTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>What clients are told to wait before they reconnect, each up to half more or less. Default 2 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:10:00")]
    public TimeSpan Retry { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Max lifetime of a stream; each stream ends up to a tenth earlier. Default <c>00:00:00</c>: for ever.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "30.00:00:00")]
    public TimeSpan MaxLifetime { get; set; } = TimeSpan.Zero;

    /// <summary>
    /// The time over which a signal to stop (SIGTERM, Ctrl+C) ends the streams, evenly and in a random order, so that a
    /// rolling update is no reconnect storm. A second signal ends the rest at once. Default: 10 s with a log that other
    /// nodes share; without, <c>00:00:00</c>, as there is nowhere else to go.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:05:00")]
    public TimeSpan? Drain { get; set; }
}
