namespace LiveFeed.Streaming.SocketIo.Handlers;

/// <summary>What a client has emitted.</summary>
public sealed class SocketIoEvent
{
    private readonly ISocketLink _link;
    private readonly long? _id;
    private int _isAcknowledged; // by Interlocked

    internal SocketIoEvent(ISocketLink link, long? id) => (_link, _id) = (link, id);

    /// <summary>Who emitted it.</summary>
    public required SocketIoSocket Socket { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Its values.</summary>
    public required SocketIoArguments Arguments { get; init; }

    /// <summary>The client waits for an acknowledgement.</summary>
    public bool WantsAck => _id is not null;

    /// <summary>
    /// Acknowledges it. Only the first call counts, and none when the client does not wait for it.
    /// </summary>
    /// <param name="values">As of <see cref="SocketIoSocket.Emit"/>.</param>
    public void Ack(params object?[] values)
    {
        if (_id is { } id && Interlocked.Exchange(ref _isAcknowledged, 1) == 0)
        {
            _link.Acknowledge(id, SocketIoArguments.Of(values).Packet);
        }
    }
}
