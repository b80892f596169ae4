using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging;

namespace LiveFeed.Hosting.Listening;

/// <summary>
/// Listens with one socket. What goes wrong with a single connection, or with accepting for a while, ends nothing: it goes on
/// with the next. What is wrong with the socket itself is thrown.
/// </summary>
internal sealed partial class SocketListener : IConnectionListener
{
    // Without room (descriptors, memory) accept fails at once, again and again.
    private static readonly TimeSpan PauseWithoutRoom = TimeSpan.FromMilliseconds(50);

    private readonly Socket _socket;
    private readonly SocketConnectionContextFactory _connections;
    private readonly ConnectionPlaces _places;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly bool _noDelay;
    private volatile bool _isClosed;
    private bool _hasNoRoom; // by who accepts

    /// <exception cref="AddressInUseException">Another one listens there.</exception>
    /// <exception cref="SocketException">It cannot listen there.</exception>
    internal SocketListener(
        EndPoint endpoint, SocketTransportOptions options, SocketConnectionContextFactory connections, ConnectionPlaces places, TimeProvider time, ILogger logger)
    {
        (_connections, _places, _time, _logger) = (connections, places, time, logger);
        try
        {
            _socket = options.CreateBoundListenSocket(endpoint);
            _socket.Listen(options.Backlog);
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            _socket?.Dispose();
            throw new AddressInUseException(e.Message, e);
        }
        catch
        {
            _socket?.Dispose();
            throw;
        }

        EndPoint = _socket.LocalEndPoint!;
        _noDelay = options.NoDelay && EndPoint is IPEndPoint;
    }

    public EndPoint EndPoint { get; }

    /// <returns>Null when it no longer listens.</returns>
    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
    {
        while (true)
        {
            try
            {
                var accepted = await _socket.AcceptAsync(cancellationToken);
                HasRoom();
                if (Connect(accepted) is { } connection)
                {
                    return connection;
                }
            }
            catch (Exception e) when (_isClosed && e is ObjectDisposedException or SocketException)
            {
                return null;
            }
            catch (SocketException e) when (IsOfOneConnection(e.SocketErrorCode))
            {
                // It was gone before it was accepted.
            }
            catch (SocketException e) when (IsLackOfRoom(e.SocketErrorCode))
            {
                NoRoom(e);
                await Task.Delay(PauseWithoutRoom, _time, cancellationToken);
            }
        }
    }

    public ValueTask UnbindAsync(CancellationToken cancellationToken = default) => DisposeAsync();

    public ValueTask DisposeAsync()
    {
        _isClosed = true;
        _socket.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Errors that are those of the connection that would have been accepted (accept(2)).</summary>
    internal static bool IsOfOneConnection(SocketError error) => error is
        SocketError.ConnectionAborted or SocketError.ConnectionReset or SocketError.TimedOut or SocketError.Interrupted or
        SocketError.HostDown or SocketError.HostUnreachable or SocketError.NetworkDown or SocketError.NetworkUnreachable or
        SocketError.ProtocolOption or SocketError.ProtocolType;

    internal static bool IsLackOfRoom(SocketError error) => error is SocketError.TooManyOpenSockets or SocketError.NoBufferSpaceAvailable;

    private ConnectionContext? Connect(Socket accepted)
    {
        try
        {
            if (_noDelay)
            {
                accepted.NoDelay = true;
            }

            return _connections.Create(accepted);
        }
        catch (SocketException)
        {
            accepted.Dispose(); // one that was reset takes no option
            return null;
        }
    }

    private void NoRoom(SocketException cause)
    {
        _places.EndOne();
        if (!_hasNoRoom)
        {
            _hasNoRoom = true;
            Log.NoRoom(_logger, EndPoint, cause.Message);
        }
    }

    private void HasRoom()
    {
        if (_hasNoRoom)
        {
            _hasNoRoom = false;
            Log.Accepts(_logger, EndPoint);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "New connections at {Address} cannot be accepted now: {Reason}")]
        internal static partial void NoRoom(ILogger logger, EndPoint address, string reason);

        [LoggerMessage(Level = LogLevel.Information, Message = "New connections at {Address} are accepted again")]
        internal static partial void Accepts(ILogger logger, EndPoint address);
    }
}
