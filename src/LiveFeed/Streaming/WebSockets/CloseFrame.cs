using LiveFeed.Frames;
using LiveFeed.Streaming.WebSockets.Framing;

namespace LiveFeed.Streaming.WebSockets;

/// <summary>The last frame of a connection that is closed without a message.</summary>
internal sealed class CloseFrame(WebSocketClose close) : Frame(events: 0)
{
    internal WebSocketClose Close => close;
}
