using LiveFeed.Streaming.SocketIo.Engine;

namespace LiveFeed.Streaming.SocketIo;

/// <summary>Settings under <c>LiveFeed:SocketIo</c>. Names and defaults of the transports are those of the official server.</summary>
internal sealed class SocketIoOptions : EngineOptions
{
    internal const string Section = "LiveFeed:SocketIo";

    /// <summary>Whether Socket.IO clients are served. Default true.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Where they connect, with or without the last slash. Default <c>/socket.io/</c>, as their library asks.</summary>
    public string Path { get; set; } = "/socket.io/";
}
