using LiveFeed.Bodies;
using LiveFeed.Clients.Direct;
using LiveFeed.Frames;
using LiveFeed.Streaming.Output;
using LiveFeed.Streaming.SocketIo.Engine.Packets;
using LiveFeed.Streaming.WebSockets;
using LiveFeed.Streaming.WebSockets.Framing;

namespace LiveFeed.Streaming.SocketIo.Engine.Sockets;

/// <summary>
/// One WebSocket of a client. The request's task reads it. Whoever has the connection's gate writes it; while it is only
/// probed, the request's task.
/// </summary>
/// <param name="connection">The WebSocket.</param>
/// <param name="failed">Told of faults of the service.</param>
internal sealed class EngineSocket(WebSocketConnection connection, Action<Exception> failed) : IAsyncDisposable
{
    private static readonly WebSocketClose TooBig = new(WebSocketClose.TooBig, "larger than maxPayload");

    private Task _reading = Task.CompletedTask;
    private Task _closing = Task.CompletedTask; // set once, by Close

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

    /// <summary>Serves the client of a new connection until that has ended.</summary>
    internal async Task RunAsync(EngineConnection engine)
    {
        _reading = ReadAsync(engine);
        await _reading;
        engine.End(EngineCloseReason.TransportClose, aborts: true); // it broke off, unless it has ended before
        await Volatile.Read(ref _closing);
        await engine.LeaveSocketAsync();
        await engine.SessionEnd;
    }

    /// <summary>Answers the probe of a client that polls, until its WebSocket may take over.</summary>
    /// <returns>False when it will not.</returns>
    internal async Task<bool> ProbeAsync(EngineConnection engine, CancellationToken end)
    {
        try
        {
            while (await connection.Reader.ReadAsync(end) is { } message)
            {
                using (message)
                {
                    switch (message.Opcode)
                    {
                        case WebSocketOpcode.Text when message.Bytes.SequenceEqual("2probe"u8):
                            await SendAsync(PacketFrame.ProbeAnswer, end);
                            engine.Probe();
                            break;
                        case WebSocketOpcode.Text when message.Bytes.SequenceEqual("5"u8):
                            return engine.TryUpgrade(this);
                        case WebSocketOpcode.Ping:
                            await SendAsync(new ControlFrame(WebSocketOpcode.Pong, message.Bytes.ToArray()), end);
                            break;
                        case WebSocketOpcode.Pong:
                            break;
                        default:
                            return false;
                    }
                }
            }
        }
        catch (Exception e) when (e is WebSocketFaultException || WebSocketConnection.IsEnd(e))
        {
            // It is too late, or broke off, or breaks the protocol.
        }

        return false;
    }

    /// <summary>Closes it, and serves nobody.</summary>
    internal async Task RefuseAsync(WebSocketClose close)
    {
        connection.Output.Encoder = PacketEncoder.Form.WebSocket;
        await connection.CloseAsync(close);
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
        await _reading.WaitAsync(end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!_reading.IsCompleted)
        {
            connection.Output.Abort();
        }
        else if (!isAnswered)
        {
            await connection.CloseAsync();
        }
    }

    private async ValueTask SendAsync(Frame frame, CancellationToken end)
    {
        Write(frame, PacketEncoder.Form);
        await FlushAsync(end);
    }

    private async Task ReadAsync(EngineConnection engine)
    {
        var reader = connection.Reader;
        try
        {
            while (reader.LeaveThere(await reader.WaitAsync()) && await reader.ReadAsync(CancellationToken.None) is { } message)
            {
                using (message)
                {
                    if (!await TakeAsync(message, engine))
                    {
                        return;
                    }
                }
            }
        }
        catch (WebSocketFaultException e)
        {
            var isTooBig = e.Close.Code == WebSocketClose.TooMuch;
            engine.End(EngineCloseReason.TransportError, isTooBig ? TooBig : e.Close);
        }
        catch (BodyRefusedException)
        {
            engine.End(EngineCloseReason.TransportError, new(WebSocketClose.Policy, "the rest of a message comes too slowly"));
        }
        catch (Exception e) when (WebSocketConnection.IsEnd(e))
        {
            // The connection has ended.
        }
        catch (Exception e)
        {
            failed(e);
            engine.End(EngineCloseReason.Fault);
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
