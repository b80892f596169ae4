using System.ComponentModel.DataAnnotations;

namespace LiveFeed.Streaming.SocketIo.Engine;

/// <summary>The settings of one Engine.IO path. Names and defaults are those of the official server.</summary>
internal class EngineOptions
{
    /// <summary>
    /// The service pings a client after this time without a ping or a pong. Default 25 s, under the idle time-outs of the
    /// common proxies (30 to 60 s).
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "01:00:00")]
    public TimeSpan PingInterval { get; set; } = TimeSpan.FromSeconds(25);

    /// <summary>
    /// A client that does not answer a ping within this time is gone. Default 20 s: time enough for a slow phone.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "01:00:00")]
    public TimeSpan PingTimeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>
    /// A WebSocket that does not complete the upgrade of a polling client within this time is closed; the client polls on.
    /// Default 10 s.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:10:00")]
    public TimeSpan UpgradeTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Max bytes of one message, and of the body of one POST, after decompression. More closes the connection. Default
    /// 1,000,000 (the official server's <c>maxHttpBufferSize</c>).
    /// </summary>
    [Range(1_000, 64 << 20)]
    public int MaxPayload { get; set; } = 1_000_000;
}
