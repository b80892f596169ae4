using System.Text.Json;
using LiveFeed.Streaming.SocketIo.Engine.Packets;

namespace LiveFeed.Streaming.SocketIo.Engine.Requests;

/// <summary>What a client is told first. Times are in milliseconds.</summary>
internal sealed record EngineHandshake(string Sid, string[] Upgrades, long PingInterval, long PingTimeout, int MaxPayload)
{
    private static readonly string[] ToWebSocket = [EngineOptions.WebSocket];

    internal static PacketFrame Of(string id, EngineOptions options, bool mayUpgrade) => PacketFrame.Open(
        JsonSerializer.SerializeToUtf8Bytes(
            new EngineHandshake(
                id,
                mayUpgrade && options.Upgrades ? ToWebSocket : [],
                (long)options.PingInterval.TotalMilliseconds,
                (long)options.PingTimeout.TotalMilliseconds,
                options.MaxPayload),
            EngineJson.Default.EngineHandshake));
}
