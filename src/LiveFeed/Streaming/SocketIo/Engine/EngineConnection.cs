using LiveFeed.Access.Limits;
using LiveFeed.Clients;
using LiveFeed.Clients.Direct;
using LiveFeed.Streaming.SocketIo.Engine.Polls;
using LiveFeed.Streaming.SocketIo.Engine.Sockets;

namespace LiveFeed.Streaming.SocketIo.Engine;

/// <summary>
/// One client of an Engine.IO path, from its handshake to its end, over whichever transport. Any thread.
/// <para>
/// What is sent goes through one <see cref="WriteGate"/>, and whoever has it writes to the transport of that moment: a
/// WebSocket, or the poll that waits (<c>EngineConnection.Sending.cs</c>, <c>.Telling.cs</c>). A polling client
/// (<c>EngineConnection.Polling.cs</c>) that upgrades gets a WebSocket in place of its polls, once. It ends once, for the
/// first reason (<c>EngineConnection.Ending.cs</c>).
/// </para>
/// </summary>
internal sealed partial class EngineConnection : IDirectConnection
{
    private readonly Lock _lock = new();
    private readonly EngineServer _server;
    private readonly ConnectionLease _place;
    private readonly EnginePolls? _polls; // null for a client that began with a WebSocket
    private volatile EngineSocket? _socket; // set at the beginning or by the upgrade
    private IEngineSession? _session; // set by Begin, before anything is taken
    private long _heardAt; // written by the task that takes a message
    private int _takes; // messages that the session is taking now: 0 or 1; guarded by _lock
    private CancellationTokenSource? _gone; // null until someone asks for it; guarded by _lock

    /// <param name="id">The session id.</param>
    /// <param name="origin">The request that began it.</param>
    /// <param name="place">Its place among all connections; returned at its end.</param>
    /// <param name="server">Its path.</param>
    /// <param name="socket">Its WebSocket; null when it polls.</param>
    internal EngineConnection(
        string id, EngineOrigin origin, ConnectionLease place, EngineServer server, EngineSocket? socket)
    {
        (Id, Origin, _place, _server, _socket) = (id, origin, place, server, socket);
        _told = new ToldPackets(server.Memory, _lock);
        _gate = new WriteGate(_lock);
        _polls = socket is null ? new EnginePolls() : null;
        Peer = socket?.Peer;
        Beat = new LinkedListNode<EngineConnection>(this);
    }

    /// <summary>The session id: secret, because who knows it owns the connection. Never log it.</summary>
    internal string Id { get; }

    internal EngineOrigin Origin { get; }

    /// <summary>Cancelled when the connection has ended.</summary>
    internal CancellationToken Gone
    {
        get
        {
            lock (_lock)
            {
                return _hasEnded && _gone is null
                    ? new CancellationToken(canceled: true)
                    : (_gone ??= new CancellationTokenSource()).Token;
            }
        }
    }

    /// <summary>Its transport is a WebSocket.</summary>
    internal bool IsSocket => _polls is null || _socket is not null;

    /// <summary>A poll waits until there is something for it.</summary>
    internal bool HasPoll => _polls?.IsWaiting == true;

    /// <summary>The other end; null when only finished writes tell how far it is.</summary>
    internal IPeer? Peer { get; }

    /// <summary>Its place in the lists of the heartbeat, which guards it and the next.</summary>
    internal LinkedListNode<EngineConnection> Beat { get; }

    /// <summary>When the heartbeat looks at it next, as a timestamp.</summary>
    internal long BeatDue { get; set; }

    /// <summary>When its last message came or was taken, as a timestamp. Any thread.</summary>
    internal long HeardAt => Volatile.Read(ref _heardAt);

    /// <summary>The session takes a message now. Any thread.</summary>
    internal bool IsTaking => Volatile.Read(ref _takes) > 0;

    /// <summary>Where one client's frames go. Several may be open at once; each is for one task at a time.</summary>
    internal EngineOutput OutputFor(EngineForm form) => new(this, form);

    /// <summary>The application begins with it. Called once; a failure ends it.</summary>
    internal void Begin(IEngineApplication application)
    {
        if (!TryBeginTake())
        {
            return;
        }

        try
        {
            _session = application.Begin(this);
        }
        catch (Exception e)
        {
            _server.Failed(e);
            End(EngineCloseReason.Fault);
        }
        finally
        {
            EndTake();
        }
    }

    /// <summary>Takes one packet.</summary>
    /// <returns>Why the connection must end now; null when it goes on.</returns>
    internal async ValueTask<EngineCloseReason?> TakeAsync(ReadOnlyMemory<byte> packet)
    {
        switch (packet.IsEmpty ? 0 : packet.Span[0])
        {
            case (byte)'4':
                return await TakeAsync(new EngineMessage(packet[1..], IsBinary: false));
            case (byte)'3':
                _server.Heartbeat.Answered(this);
                return null;
            case (byte)'1':
                return EngineCloseReason.TransportClose;
            case (byte)'2':
                return EngineCloseReason.TransportError; // only the service pings
            case (byte)'0' or (byte)'5' or (byte)'6':
                return null; // means nothing here
            default:
                return EngineCloseReason.ParseError;
        }
    }

    /// <inheritdoc cref="TakeAsync(ReadOnlyMemory{byte})"/>
    internal async ValueTask<EngineCloseReason?> TakeAsync(EngineMessage message)
    {
        if (!TryBeginTake())
        {
            return null; // the session has ended
        }

        try
        {
            Volatile.Write(ref _heardAt, _server.Time.GetTimestamp());
            await _session!.TakeAsync(message);
            return null;
        }
        catch (Exception e)
        {
            _server.Failed(e);
            return EngineCloseReason.Fault;
        }
        finally
        {
            Volatile.Write(ref _heardAt, _server.Time.GetTimestamp());
            EndTake();
        }
    }
}
