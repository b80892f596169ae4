namespace LiveFeed.Streaming.SocketIo.Engine;

/// <summary>What is spoken over the connections of one path.</summary>
internal interface IEngineApplication
{
    /// <summary>A client has connected. Must not block.</summary>
    IEngineSession Begin(EngineConnection connection);
}
