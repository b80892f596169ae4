using LiveFeed.Streaming.SocketIo.Engine;

namespace LiveFeed.Streaming.SocketIo;

/// <summary>Socket.IO 5 over Engine.IO: each connection may be in several namespaces.</summary>
internal sealed class SocketIoApplication(SocketIoServices services) : IEngineApplication
{
    internal const string Transport = EngineServer.Transport;

    public IEngineSession Begin(EngineConnection connection)
    {
        var session = new SocketIoSession(connection, services);
        session.Watch();
        return session;
    }
}
