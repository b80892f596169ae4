namespace LiveFeed.Streaming.SocketIo.Engine;

/// <summary>The application's side of one connection.</summary>
internal interface IEngineSession
{
    /// <summary>
    /// Takes a message. One after another, in their order, over both transports: the next one is read when this has
    /// completed. An exception ends the connection.
    /// </summary>
    ValueTask TakeAsync(EngineMessage message);

    /// <summary>The connection has ended. Called once, after the last <see cref="TakeAsync"/> has completed.</summary>
    ValueTask EndedAsync(EngineCloseReason reason);

    /// <summary>
    /// When the service stops, it says its last words and closes the connection by itself. Any thread.
    /// </summary>
    bool ClosesAtStop => false;
}
