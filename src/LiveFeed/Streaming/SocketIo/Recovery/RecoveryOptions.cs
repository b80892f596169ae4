using System.ComponentModel.DataAnnotations;

namespace LiveFeed.Streaming.SocketIo.Recovery;

/// <summary>Settings under <c>LiveFeed:SocketIo:Recovery</c>.</summary>
internal sealed class RecoveryOptions
{
    internal const string Section = "LiveFeed:SocketIo:Recovery";

    /// <summary>
    /// Whether a client that is back after a break has the same id and rooms, and gets what it missed. Default false: each
    /// event then ends with one more argument, which old pages may not expect.
    /// </summary>
    public bool Enabled { get; set; }

    /// <summary>
    /// Max time that a client may be away. Default 2 min, as the official server. The log must retain its events as long.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan MaxDisconnection { get; set; } = TimeSpan.FromMinutes(2);
}
