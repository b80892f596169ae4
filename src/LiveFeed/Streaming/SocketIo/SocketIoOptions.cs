using System.ComponentModel.DataAnnotations;
using LiveFeed.Streaming.SocketIo.Engine;

namespace LiveFeed.Streaming.SocketIo;

/// <summary>Settings under <c>LiveFeed:SocketIo</c>.</summary>
internal sealed class SocketIoOptions : EngineOptions
{
    internal const string Section = "LiveFeed:SocketIo";

    /// <summary>Whether Socket.IO clients are served. Default true.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>
    /// Where they connect, with or without the last slash. Default <c>/socket.io/</c>, where their library connects.
    /// </summary>
    [RegularExpression("/[A-Za-z0-9._~/-]+", ErrorMessage = "The field {0} must be a path such as /socket.io/")]
    public string Path { get; set; } = "/socket.io/";
}
