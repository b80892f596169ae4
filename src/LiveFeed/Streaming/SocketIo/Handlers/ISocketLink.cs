using LiveFeed.Streaming.SocketIo.Packets;

namespace LiveFeed.Streaming.SocketIo.Handlers;

/// <summary>The connection behind a <see cref="SocketIoSocket"/>. Any thread.</summary>
internal interface ISocketLink
{
    /// <returns>False when the socket is gone, or leaves a megabyte unread and so must go.</returns>
    bool Emit(string name, PacketArguments arguments, long? id);

    /// <summary>Acknowledges what the client emitted with this number.</summary>
    bool Acknowledge(long id, PacketArguments arguments);

    /// <summary>Emits and waits for the client's acknowledgement.</summary>
    /// <exception cref="TimeoutException">It did not come in time.</exception>
    /// <exception cref="OperationCanceledException">The socket is gone, or the token was cancelled.</exception>
    Task<PacketArguments> AskAsync(
        string name, PacketArguments arguments, TimeSpan timeout, CancellationToken cancellationToken);

    void Disconnect();
}
