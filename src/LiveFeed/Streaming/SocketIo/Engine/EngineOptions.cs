using System.ComponentModel.DataAnnotations;

namespace LiveFeed.Streaming.SocketIo.Engine;

/// <summary>The settings of one Engine.IO path. Names and defaults are those of the official server.</summary>
internal class EngineOptions : IValidatableObject
{
    internal const string Polling = "polling";
    internal const string WebSocket = "websocket";

    private static readonly string[] Known = [Polling, WebSocket];

    /// <summary>
    /// The service pings a client so long after its handshake or its last pong. Default 25 s, under the idle time-outs of
    /// the common proxies (30 to 60 s).
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
    [Range(1_000, 16 << 20)]
    public int MaxPayload { get; set; } = 1_000_000;

    /// <summary>The transports that are served: <c>polling</c>, <c>websocket</c>. Default: both.</summary>
    public string[]? Transports { get; set; }

    /// <summary>Whether polling clients may go on with a WebSocket. Default true.</summary>
    public bool AllowUpgrades { get; set; } = true;

    internal bool Upgrades => AllowUpgrades && Serves(WebSocket);

    internal bool Serves(string transport) => (Transports is { Length: > 0 } some ? some : Known).Contains(transport);

    public virtual IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        for (var i = 0; i < Transports?.Length; i++)
        {
            if (!Known.Contains(Transports[i]))
            {
                yield return new ValidationResult(
                    $"LiveFeed:SocketIo:Transports:{i} is '{Transports[i]}', but must be {Polling} or {WebSocket}");
            }
        }
    }
}
