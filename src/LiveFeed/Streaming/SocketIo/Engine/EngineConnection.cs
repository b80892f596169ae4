using LiveFeed.Streaming.Output;

namespace LiveFeed.Streaming.SocketIo.Engine;

/// <summary>One client of an Engine.IO path, from its handshake to its end, over whichever transport. Any thread.</summary>
internal sealed class EngineConnection
{
    internal EngineConnection(string id, EngineOrigin origin) => (Id, Origin) = (id, origin);

    /// <summary>The session id: secret, because who knows it owns the connection. Never log it.</summary>
    internal string Id { get; }

    internal EngineOrigin Origin { get; }

    /// <summary>Cancelled when the connection has ended.</summary>
    internal CancellationToken Gone => throw new NotSupportedException();

    /// <summary>Where one client's frames go. Several may be open at once; each is for one task at a time.</summary>
    internal IClientOutput OutputFor(EngineForm form) => throw new NotSupportedException();

    /// <summary>
    /// Sends a message behind those before it, and never waits. False when the connection has ended, or must end because a
    /// megabyte is unread. The bytes are copied.
    /// </summary>
    internal bool TrySend(EngineMessage message) => throw new NotSupportedException();

    /// <summary>Ends the connection after what was given to <see cref="TrySend"/>. The first reason wins.</summary>
    internal void Close(EngineCloseReason reason) => throw new NotSupportedException();
}
