using LiveFeed.Streaming.SocketIo.Engine;

namespace LiveFeed.Tests.Streaming.SocketIo.Engine;

/// <summary>Every message comes back.</summary>
internal sealed class EchoApplication : IEngineApplication
{
    public IEngineSession Begin(EngineConnection connection) => new Session(connection);

    private sealed class Session(EngineConnection connection) : IEngineSession
    {
        public ValueTask TakeAsync(EngineMessage message)
        {
            connection.TrySend(message);
            return ValueTask.CompletedTask;
        }

        public ValueTask EndedAsync(EngineCloseReason reason) => ValueTask.CompletedTask;
    }
}
