using System.ComponentModel.DataAnnotations;

namespace LiveFeed.Access;

/// <summary>Settings under <c>LiveFeed:Limits</c>. Bytes are counted while reading, after decompression.</summary>
internal sealed class LimitsOptions
{
    internal const string Section = "LiveFeed:Limits";

    /// <summary>Clients connected at once. Default 100,000; each costs a file descriptor and some kilobytes.</summary>
    [Range(1, 10_000_000)]
    public int Connections { get; set; } = 100_000;

    /// <summary>Topics and patterns that one client may follow. Default 100: they must fit a request line of 8 KiB.</summary>
    [Range(1, 10_000)]
    public int TopicsPerClient { get; set; } = 100;

    /// <summary>The data of one event. Default 2 MiB; every client that has it waiting shares the one copy.</summary>
    [Range(1, 1 << 30)]
    public int EventBytes { get; set; } = 2 << 20;

    /// <summary>A JSON body, which is held in memory as a whole. NDJSON is read as a stream and has no such limit. Default 16 MiB.</summary>
    [Range(1, 1 << 30)]
    public int BodyBytes { get; set; } = 16 << 20;

    /// <summary>Events in a JSON array. Default 1,000.</summary>
    [Range(1, 100_000)]
    public int BatchEvents { get; set; } = 1_000;
}
