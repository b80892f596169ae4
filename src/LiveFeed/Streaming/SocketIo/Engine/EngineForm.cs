using LiveFeed.Frames;

namespace LiveFeed.Streaming.SocketIo.Engine;

/// <summary>
/// How an application's frames become packets: an encoder for each way on the wire, which writes with
/// <see cref="EnginePackets"/>. One object for all clients of the form, so that they share the bytes. A frame may become
/// several packets, or none.
/// </summary>
/// <param name="Polling">Writes <see cref="EngineWire.Polling"/>.</param>
/// <param name="WebSocket">Writes <see cref="EngineWire.WebSocket"/>.</param>
/// <param name="Deflated">Writes <see cref="EngineWire.Deflated"/>.</param>
internal sealed record EngineForm(FrameEncoder Polling, FrameEncoder WebSocket, FrameEncoder Deflated)
{
    internal FrameEncoder Of(EngineWire wire) => wire switch
    {
        EngineWire.Polling => Polling,
        EngineWire.WebSocket => WebSocket,
        _ => Deflated,
    };
}
