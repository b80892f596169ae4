namespace LiveFeed.Simulation.Model;

/// <summary>What things cost, each with its source. Measured on two cores of an AMD EPYC; other machines differ.</summary>
internal static class Figures
{
    /// <summary>
    /// Processor time of a node for one delivery with a write of its own: the floor's 7.6 µs (9,000 clients, 5 events/s;
    /// the table of the architecture) × 1.3 (docs/performance.md). Where events share a write it is as low as 0.5.
    /// </summary>
    internal const double DeliveryMicroseconds = 7.6 * 1.3;

    /// <summary>
    /// To take in an event: NDJSON comes in at 630,000 events/s into memory, parsing included (docs/performance.md).
    /// </summary>
    internal const double TakeInMicroseconds = 1e6 / 630_000;

    /// <summary>To connect a client: 9,000 in 0.8 s (docs/performance.md).</summary>
    internal const double ConnectMicroseconds = 0.8e6 / 9_000;

    /// <summary>Memory of an idle client (docs/performance.md: 10 KB).</summary>
    internal const double ClientBytes = 10_240;

    /// <summary>
    /// Processor time of Redis for one appended event: one script with ids, keys, ledger, index and trimming takes
    /// 113,000 to 152,000 events/s by 100 (redis-server 7.0.15); the lower end.
    /// </summary>
    internal const double AppendMicroseconds = 1e6 / 113_000;

    /// <summary>
    /// Processor time of Redis to send one event to one node: 20,000 × XRANGE COUNT 1000 of entries of 150 bytes took
    /// 7.5 s of processor time (redis-benchmark -c 10, redis-server 7.0.15).
    /// </summary>
    internal const double SendMicroseconds = 7.5e6 / 20_000 / 1_000;

    /// <summary>A small read, asked by itself: 41,000 XRANGE COUNT 10 a second (the same run).</summary>
    internal const double SmallReadMicroseconds = 1e6 / 41_000;

    /// <summary>An event in Redis' protocol and in a stream: 100 bytes of data, the names, the id.</summary>
    internal const double StoredBytes = 200;

    /// <summary>
    /// An event to a client: 100 bytes of data, 40 of id, name and chunk, and 66 of TCP, IP and Ethernet, as each has a
    /// packet of its own.
    /// </summary>
    internal const double DeliveredBytes = 100 + 40 + 66;

    /// <summary>What an event in a node's tail takes in memory: its data, names and objects.</summary>
    internal const double TailBytes = 300;

    /// <summary>Events of one log that a node has in memory (LogTail.TailEvents).</summary>
    internal const double TailEvents = 16_384;

    /// <summary>A machine of a node: 16 cores, 32 GB, 10 Gbit/s. An assumption.</summary>
    internal const double NodeCores = 16, NodeBytes = 32e9, NodeGigabits = 10;

    /// <summary>A master of Redis: one thread, 25 Gbit/s. An assumption.</summary>
    internal const double RedisCores = 1, RedisGigabits = 25;

    /// <summary>No more than this of a thread or a network is planned for: failures and bursts need the rest.</summary>
    internal const double Planned = 0.6;
}
