using LiveFeed.Streaming.SocketIo.Engine.Packets;
using LiveFeed.Streaming.SocketIo.Engine.Sockets;
using LiveFeed.Streaming.WebSockets.Framing;

namespace LiveFeed.Streaming.SocketIo.Engine;

/// <summary>
/// Its end. The session is told after the message that it is taking. A WebSocket is closed with a code. A poll that waits is
/// answered with <c>close</c>, or with <c>noop</c> when the client itself has closed. When the application closes it
/// between two polls, the next poll gets what waits and <c>close</c>, and until then the session id stays known.
/// </summary>
internal sealed partial class EngineConnection
{
    private volatile bool _hasEnded; // set once, with the reason
    private EngineCloseReason _reason; // written under _lock, before _hasEnded
    private Task? _sessionEnd; // guarded by _lock; set once
    private int _lingers; // by Interlocked: 1 while the last poll may still come

    internal bool HasEnded => _hasEnded;

    /// <summary>Completes when the session was told that the connection has ended. Asked for after the end.</summary>
    internal Task SessionEnd
    {
        get
        {
            lock (_lock)
            {
                return _sessionEnd ?? Task.CompletedTask;
            }
        }
    }

    /// <summary>Ends it after what was given to <see cref="TrySend(EngineMessage)"/>. The first reason wins.</summary>
    internal void Close(EngineCloseReason reason) => End(reason);

    /// <summary>The service stops. A client that can be told now is told by its session, which then closes.</summary>
    internal void Stop()
    {
        if (_session is not { ClosesAtStop: true } || !(IsSocket || HasPoll))
        {
            Close(EngineCloseReason.Shutdown);
        }
    }

    /// <summary>Ends the connection at once: the client is gone, or takes nothing.</summary>
    internal void Abort() => End(EngineCloseReason.TransportClose, aborts: true);

    /// <summary>It has not answered a ping, or its last poll has not come.</summary>
    internal void Unanswered()
    {
        End(EngineCloseReason.PingTimeout);
        if (Interlocked.Exchange(ref _lingers, 0) == 1)
        {
            Forget();
        }
    }

    /// <summary>Ends it; only the first call does something.</summary>
    /// <param name="reason">What the session is told.</param>
    /// <param name="close">The code for a WebSocket; null for that of the reason.</param>
    /// <param name="isAnswered">The client has sent its close.</param>
    /// <param name="aborts">A WebSocket is ended without a close.</param>
    internal void End(
        EngineCloseReason reason, WebSocketClose? close = null, bool isAnswered = false, bool aborts = false)
    {
        CancellationTokenSource? gone;
        bool ends;
        lock (_lock)
        {
            if (_hasEnded)
            {
                return;
            }

            (gone, ends) = (_gone, _takes == 0);
            _reason = reason;
            _hasEnded = true; // last: it is read without the lock, and the reason after it
        }

        _server.Heartbeat.Remove(this);
        _place.Dispose();
        if (_socket is not { } socket)
        {
            if (aborts || reason is EngineCloseReason.PingTimeout or EngineCloseReason.TooMuchUnread)
            {
                _answering?.CutOff(); // it takes nothing
            }

            EndPolls(reason);
        }
        else
        {
            _server.Forget(this);
            socket.Close(this, close ?? SocketCloses.Of(reason), isAnswered, aborts);
        }

        _ = gone?.CancelAsync();
        if (ends)
        {
            EndSession();
        }
    }

    /// <summary>The last frame on its WebSocket, after what waits to be told.</summary>
    internal async ValueTask<bool> SendLastAsync(EngineSocket socket, Frames.Frame last, CancellationToken cutOff)
    {
        if (!await _gate.TakeAsync(cutOff))
        {
            return false;
        }

        try
        {
            return await SendAsync(socket, [last], PacketEncoder.Form, cutOff);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Nobody writes to its WebSocket any more, and what nobody will read is let go.</summary>
    internal async ValueTask LeaveSocketAsync()
    {
        await _gate.TakeAsync(CancellationToken.None);
        _socket = null;
        _gate.Release();
        Forget();
    }

    private void Forget()
    {
        _server.Forget(this);
        _told.Close();
    }

    private void EndPolls(EngineCloseReason reason)
    {
        var waiting = _polls!.End();
        if (waiting is null && reason is EngineCloseReason.Closed or EngineCloseReason.Shutdown)
        {
            Volatile.Write(ref _lingers, 1);
            _server.Heartbeat.Linger(this);
            return;
        }

        waiting?.Answer(LastPackets(reason));
        Forget();
    }

    /// <summary>A poll comes after its end.</summary>
    /// <returns>What it is answered; null when the session is not known any more.</returns>
    private List<byte[]>? LastPackets()
    {
        if (Interlocked.Exchange(ref _lingers, 0) == 0)
        {
            return null;
        }

        _server.Heartbeat.Remove(this);
        var last = LastPackets(EngineCloseReason.Closed);
        Forget();
        return last;
    }

    private List<byte[]> LastPackets(EngineCloseReason reason)
    {
        var (told, bytes) = _told.Take();
        _told.Return(bytes);
        return PacketsOf([.. told, reason == EngineCloseReason.TransportClose ? PacketFrame.Noop : PacketFrame.Close]);
    }

    private bool TryBeginTake()
    {
        lock (_lock)
        {
            _takes += _hasEnded ? 0 : 1;
            return !_hasEnded;
        }
    }

    private void EndTake()
    {
        bool ends;
        lock (_lock)
        {
            ends = --_takes == 0 && _hasEnded;
        }

        if (ends)
        {
            EndSession();
        }
    }

    private void EndSession()
    {
        if (_session is { } session)
        {
            // Elsewhere: this may be in a lane's turn at a client of the session, whose end would wait for that turn.
            var end = Task.Run(() => TellAsync(session));
            lock (_lock)
            {
                _sessionEnd = end;
            }
        }
    }

    private async Task TellAsync(IEngineSession session)
    {
        try
        {
            await session.EndedAsync(_reason);
        }
        catch (Exception e)
        {
            _server.Failed(e);
        }
    }
}
