using LiveFeed.Frames;
using LiveFeed.Http;
using LiveFeed.Streaming.SocketIo.Engine;
using LiveFeed.Streaming.SocketIo.Packets;

namespace LiveFeed.Streaming.SocketIo;

/// <summary>
/// One connection and its sockets, one for each namespace that it is in. What is no packet, or comes out of its place,
/// closes the connection, as the protocol says.
/// </summary>
internal sealed partial class SocketIoSession(EngineConnection connection, SocketIoServices services) : IEngineSession
{
    private readonly Lock _lock = new();
    private readonly List<ClientSocket> _sockets = new(1); // guarded by _lock, like the next five
    private UserPlaces? _users; // null until a client comes as a user whose place this connection does not have
    private HashSet<string>? _left; // namespaces that the service has ended; what is on its way there is no fault
    private LinkedListNode<(SocketIoSession Session, long Due)>? _place; // in the line of those that must connect in time
    private bool _isWatched; // it has that place, or has ended
    private bool _hasEnded;
    private Dictionary<string, Task>? _leaving; // namespaces that the client has left; the task that reads only
    private PacketAssembler? _assembler; // null when no packet is incomplete; the task that reads only, like the next
    private bool _isOver;

    public async ValueTask TakeAsync(EngineMessage message)
    {
        if (_isOver)
        {
            return;
        }

        try
        {
            _assembler ??= new PacketAssembler(services.Limits, services.NewHold);
            if (await _assembler.TakeAsync(message.Bytes, message.IsBinary, services.Bodies.Work) is { } packet)
            {
                _assembler = null;
                await TakeAsync(packet);
            }
        }
        catch (PacketFaultException)
        {
            _isOver = true;
            services.Feed.Metrics.Rejected(ProblemKind.Malformed.Name);
            connection.Close(EngineCloseReason.ParseError);
        }
    }

    public async ValueTask EndedAsync(EngineCloseReason reason)
    {
        ClientSocket[] sockets;
        lock (_lock)
        {
            sockets = [.. _sockets];
            _isWatched = _hasEnded = true;
        }

        if (_place is { } place)
        {
            services.Deadlines.Remove(place);
        }

        _assembler?.Dispose();
        foreach (var socket in sockets)
        {
            socket.End(reason);
        }

        await Task.WhenAll(sockets.Select(socket => socket.Ended));
    }

    public bool ClosesAtStop
    {
        get
        {
            lock (_lock)
            {
                return _sockets.Count > 0;
            }
        }
    }

    /// <summary>Ends the connection when it is in no namespace: its time is over, or the service stops.</summary>
    internal void EndIfNowhere(EngineCloseReason reason = EngineCloseReason.Closed)
    {
        lock (_lock)
        {
            _isWatched = _hasEnded;
            if (_sockets.Count > 0 || _hasEnded)
            {
                return;
            }
        }

        connection.Close(reason);
    }

    /// <summary>
    /// The service stops, and one of its sockets has ended: a drain ends them one by one. The others end too, and then the
    /// connection, as the client's library comes back with the whole connection only.
    /// </summary>
    private void EndByStop()
    {
        ClientSocket[] others;
        lock (_lock)
        {
            others = [.. _sockets];
        }

        foreach (var socket in others)
        {
            socket.End(EngineCloseReason.Shutdown);
        }

        EndIfNowhere(EngineCloseReason.Shutdown);
    }

    /// <summary>A socket has ended.</summary>
    /// <param name="socket">The socket.</param>
    /// <param name="byService">Its client does not know yet.</param>
    internal void Remove(ClientSocket socket, bool byService)
    {
        var isNowhere = false;
        lock (_lock)
        {
            if (_sockets.Remove(socket))
            {
                _users?.Leave(socket.User);
                isNowhere = _sockets.Count == 0 && !_isWatched;
                _isWatched |= isNowhere;
                if (byService)
                {
                    (_left ??= []).Add(socket.Namespace);
                }
            }
        }

        if (isNowhere)
        {
            Watch();
        }
    }

    /// <summary>A socket has ended by this frame. Its library comes back for a lost connection only.</summary>
    internal void CloseAfter(ClosingFrame? closing)
    {
        if (closing is { Reason: CloseReason.Shutdown })
        {
            EndByStop();
        }
        else if (closing is { Reconnect: true })
        {
            connection.Close(EngineCloseReason.Closed);
        }
    }

    /// <summary>It must be in a namespace in time.</summary>
    internal void Watch()
    {
        var place = services.Deadlines.Add(this);
        bool hasEnded;
        lock (_lock)
        {
            (_place, _isWatched, hasEnded) = (place, true, _hasEnded);
        }

        if (hasEnded)
        {
            services.Deadlines.Remove(place);
        }
    }

    private async ValueTask TakeAsync(SocketPacket packet)
    {
        switch (packet.Type, Find(packet.Namespace))
        {
            case (PacketType.Connect, null):
                await ConnectAsync(packet);
                break;
            case (PacketType.Disconnect, { } socket):
                Remove(socket, byService: false);
                await socket.LeaveAsync();
                (_leaving ??= [])[socket.Namespace] = socket.Ended;
                break;
            case (PacketType.Event or PacketType.Ack, { } socket):
                await socket.TakeAsync(packet);
                break;
            case (not PacketType.Connect, null) when WasLeft(packet.Namespace):
                break;
            default:
                throw new PacketFaultException("the packet comes out of its place");
        }
    }

    private ClientSocket? Find(string name)
    {
        lock (_lock)
        {
            return _sockets.Find(socket => socket.Namespace == name);
        }
    }

    private bool WasLeft(string name)
    {
        lock (_lock)
        {
            return _left?.Contains(name) == true;
        }
    }
}
