using LiveFeed.Bodies;
using LiveFeed.Clients.Direct;
using LiveFeed.Frames;
using LiveFeed.Streaming.Output;
using LiveFeed.Streaming.WebSockets;
using LiveFeed.Streaming.WebSockets.Framing;

namespace LiveFeed.Streaming.SocketIo.Engine.Sockets;

/// <summary>
/// One WebSocket of a client. The request's task reads it. Whoever has the connection's gate writes it; while it is only
/// probed, the request's task.
/// </summary>
/// <param name="connection">The WebSocket.</param>
/// <param name="failed">Told of faults of the service.</param>
internal sealed partial class EngineSocket(WebSocketConnection connection, Action<Exception> failed) : IAsyncDisposable
{
    private Task _closing = Task.CompletedTask; // set once, by Close
    private TaskCompletionSource? _readEnd; // set by whoever waits until nobody reads any more
    private bool _hasRead; // written before _readEnd is read, and read after that is written

    /// <summary>Long frames that clients share are compressed, if that was agreed on.</summary>
    internal EngineWire Wire => connection.Deflates ? EngineWire.Deflated : EngineWire.WebSocket;

    /// <summary>Null when only finished writes tell how far the client has read.</summary>
    internal TcpPeer? Peer => connection.Peer;

    /// <summary>Null when it is written through the server.</summary>
    internal IDirectConnection? Direct { get; } = connection.Output.Direct?.Connection;

    internal bool HasRest => connection.Output.HasRest;

    internal long BufferedBytes => connection.Output.BufferedBytes;

    /// <summary>Adds a frame to the next flush.</summary>
    internal void Write(Frame frame, EngineForm form)
    {
        connection.Output.Encoder = form.Of(Wire);
        connection.Output.Write(frame);
    }

    internal ValueTask<bool> FlushAsync(CancellationToken cutOff) => connection.Output.FlushAsync(cutOff);

    /// <summary>Serves the client of a connection until that has ended, and gives up the WebSocket.</summary>
    internal async Task RunAsync(EngineConnection engine)
    {
        try
        {
            while (connection.Reader.LeaveThere(await connection.Reader.WaitAsync()) && await TakeNextAsync(engine))
            {
            }
        }
        catch (Exception e)
        {
            End(engine, e);
        }

        await EndAsync(engine);
    }

    /// <summary>Its connection has ended: closes it, within <see cref="WebSocketConnection.CloseTime"/>.</summary>
    internal void Close(EngineConnection engine, WebSocketClose close, bool isAnswered, bool aborts)
    {
        if (aborts)
        {
            connection.Output.Abort();
        }
        else
        {
            Volatile.Write(ref _closing, CloseAsync(engine, close, isAnswered));
        }
    }

    public ValueTask DisposeAsync() => connection.DisposeAsync();

    private async Task CloseAsync(EngineConnection engine, WebSocketClose close, bool isAnswered)
    {
        using var end = new CancellationTokenSource(WebSocketConnection.CloseTime);
        if (!await engine.SendLastAsync(this, new CloseFrame(close), end.Token))
        {
            connection.Output.Abort();
            return;
        }

        // Until the client's close comes, what it sends is read and not taken.
        var read = ReadToEndAsync();
        await read.WaitAsync(end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!read.IsCompleted)
        {
            connection.Output.Abort();
        }
        else if (!isAnswered)
        {
            await connection.CloseAsync();
        }
    }

    // Completes when the request's task reads no more, also when it has not begun yet.
    private Task ReadToEndAsync()
    {
        var end = _readEnd = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Interlocked.MemoryBarrier(); // either this sees that all was read, or the reader sees who waits
        if (_hasRead)
        {
            end.TrySetResult();
        }

        return end.Task;
    }

    // Nothing more is read.
    private void End(EngineConnection engine, Exception cause)
    {
        switch (cause)
        {
            case WebSocketFaultException { Close: var close }:
                engine.End(
                    EngineCloseReason.TransportError, close.Code == WebSocketClose.TooMuch ? SocketCloses.TooBig : close);
                break;
            case BodyRefusedException:
                engine.End(EngineCloseReason.TransportError, SocketCloses.TooSlow);
                break;
            case Exception when WebSocketConnection.IsEnd(cause):
                break;
            default:
                failed(cause);
                engine.End(EngineCloseReason.Fault);
                break;
        }
    }

    // The client is gone, or the service has ended it.
    private async Task EndAsync(EngineConnection engine)
    {
        await using (connection)
        {
            _hasRead = true;
            Interlocked.MemoryBarrier(); // see ReadToEndAsync
            _readEnd?.TrySetResult();
            engine.End(EngineCloseReason.TransportClose, aborts: true); // it broke off, unless it has ended before
            await Volatile.Read(ref _closing);
            await engine.LeaveSocketAsync();
            await engine.SessionEnd;
        }
    }

    // A method of its own, as the task that waits keeps what its method knows. False when nothing more is to be read.
    private async ValueTask<bool> TakeNextAsync(EngineConnection engine)
    {
        if (await connection.Reader.ReadAsync(CancellationToken.None) is not { } message)
        {
            return false;
        }

        using (message)
        {
            return await TakeAsync(message, engine);
        }
    }

    // False when nothing more is to be read.
    private static async ValueTask<bool> TakeAsync(WebSocketMessage message, EngineConnection engine)
    {
        if (message.Opcode == WebSocketOpcode.Close)
        {
            engine.End(EngineCloseReason.TransportClose, message.CloseAnswer(), isAnswered: true);
            return false;
        }

        if (engine.HasEnded)
        {
            return true;
        }

        var end = message.Opcode switch
        {
            WebSocketOpcode.Ping => Pong(message, engine),
            WebSocketOpcode.Pong => null,
            WebSocketOpcode.Binary => await engine.TakeAsync(new EngineMessage(message.Body.Memory, IsBinary: true)),
            _ => await engine.TakeAsync(message.Body.Memory),
        };
        if (end is { } reason)
        {
            engine.End(reason);
        }

        await engine.WaitForReaderAsync();
        return true;
    }

    private static EngineCloseReason? Pong(WebSocketMessage message, EngineConnection engine)
    {
        engine.TrySend(new ControlFrame(WebSocketOpcode.Pong, message.Bytes.ToArray()));
        return null;
    }
}
