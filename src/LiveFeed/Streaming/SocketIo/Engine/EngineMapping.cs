namespace LiveFeed.Streaming.SocketIo.Engine;

/// <summary>An application and its path. The service maps every one that is registered.</summary>
internal sealed record EngineMapping(string Path, EngineOptions Options, IEngineApplication Application);
