namespace LiveFeed.Streaming.SocketIo.Engine;

/// <summary>
/// Marks an Engine.IO path: it answers errors in its own words, and takes any header of a page that may call it.
/// </summary>
internal sealed class EnginePath
{
    internal static EnginePath Instance { get; } = new();
}
