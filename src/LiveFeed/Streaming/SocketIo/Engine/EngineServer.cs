using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using LiveFeed.Access;
using LiveFeed.Access.Limits;
using LiveFeed.Memory;
using LiveFeed.Streaming.SocketIo.Engine.Packets;
using LiveFeed.Streaming.SocketIo.Engine.Requests;
using LiveFeed.Streaming.SocketIo.Engine.Sockets;
using LiveFeed.Streaming.WebSockets;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace LiveFeed.Streaming.SocketIo.Engine;

/// <summary>The connections of one path. Any thread.</summary>
internal sealed partial class EngineServer
{
    /// <summary>As clients are counted (<c>livefeed.clients.rejected</c>).</summary>
    internal const string Transport = "socket.io";

    private const int IdBytes = 18; // 24 characters

    private readonly EngineServices _services;
    private readonly IEngineApplication _application;
    private readonly ConcurrentDictionary<string, EngineConnection> _connections = new();
    private readonly Action<Exception> _failed; // one for all connections

    internal EngineServer(EngineOptions options, IEngineApplication application, EngineServices services)
    {
        (Options, _application, _services) = (options, application, services);
        Heartbeat = new EngineHeartbeat(options, services.Time);
        _failed = cause => Log.Failed(services.Logger, cause);
        services.Lifetime.ApplicationStopping.Register(CloseAll);
        services.Lifetime.ApplicationStopped.Register(Heartbeat.Dispose);
    }

    internal EngineOptions Options { get; }

    internal EngineServices Services => _services;

    internal EngineHeartbeat Heartbeat { get; }

    internal MemoryBudget Memory => _services.Memory;

    internal TimeProvider Time => _services.Time;

    /// <summary>How long the answer to a poll may take: no longer than a client that reads nothing is there.</summary>
    internal TimeSpan Patience => Options.PingInterval + Options.PingTimeout;

    /// <summary>A connection that has not ended, or that waits for its last poll. Null when the id is not known.</summary>
    internal EngineConnection? Find(string id)
    {
        if (!_connections.TryGetValue(id, out var connection))
        {
            return null;
        }

        if (!Heartbeat.IsOverdue(connection))
        {
            return connection;
        }

        connection.Unanswered();
        return null;
    }

    /// <summary>Gives a new client a place. The refusal is null when it has one.</summary>
    internal async ValueTask<(ConnectionLease? Place, EngineOrigin? Origin, EngineRefusal? Refusal)> EnterAsync(
        HttpContext context)
    {
        var caller = await _services.Access.IdentifyAsync(context);
        var (place, full) = _services.Admission.Enter(Transport, Sender.Of(context, caller));
        return full is not null
            ? (null, null, EngineRefusal.NotNow(full.Detail))
            : (place, new EngineOrigin(context.Connection.RemoteIpAddress, caller), null);
    }

    /// <summary>Makes a connection, whose client then is told the handshake.</summary>
    internal (EngineConnection Connection, PacketFrame Handshake) Open(
        EngineOrigin origin, ConnectionLease place, EngineSocket? socket)
    {
        var id = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(IdBytes));
        var connection = new EngineConnection(id, origin, place, this, socket);
        Heartbeat.Add(connection); // before it can be found, and ended
        _connections[id] = connection; // the client may ask for it as soon as it has the handshake
        return (connection, EngineHandshake.Of(id, Options, mayUpgrade: socket is null));
    }

    /// <summary>From now on the client can speak.</summary>
    internal void Begin(EngineConnection connection)
    {
        connection.Begin(_application);
        if (_services.Stop.HasBegun)
        {
            connection.Close(EngineCloseReason.Shutdown); // a drain, or CloseAll, may have missed it
        }
    }

    internal void Forget(EngineConnection connection) => _connections.TryRemove(connection.Id, out _);

    internal async Task<EngineSocket> AcceptAsync(HttpContext context)
    {
        var stream = await WebSocketHandshake.AcceptAsync(
            context, _services.Compression, out var deflates, takesAny: true);
        var connection = new WebSocketConnection(context, stream, _services.Bodies, Options.MaxPayload, deflates);
        return new EngineSocket(connection, _failed);
    }

    /// <summary>Something went wrong in the service.</summary>
    internal void Failed(Exception cause) => _failed(cause);

    // After a drain, which ends the connections that are in a namespace. Clients reconnect at once: to another node, or when
    // this one is back.
    private void CloseAll()
    {
        foreach (var (_, connection) in _connections)
        {
            connection.Stop();
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "An Engine.IO connection is ended, as serving it failed")]
        internal static partial void Failed(ILogger logger, Exception cause);
    }
}
