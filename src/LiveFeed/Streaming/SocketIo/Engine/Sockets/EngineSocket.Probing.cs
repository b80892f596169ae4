using LiveFeed.Frames;
using LiveFeed.Streaming.SocketIo.Engine.Packets;
using LiveFeed.Streaming.WebSockets;
using LiveFeed.Streaming.WebSockets.Framing;

namespace LiveFeed.Streaming.SocketIo.Engine.Sockets;

/// <summary>A WebSocket that may take over from a client's polls. The request's task reads and writes it.</summary>
internal sealed partial class EngineSocket
{
    private WebSocketClose? _closeAnswer; // to the client's close; null when it has sent none

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
                        case WebSocketOpcode.Close:
                            _closeAnswer = message.CloseAnswer();
                            return false;
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

    /// <summary>Closes it, or answers its close, and serves nobody.</summary>
    internal async Task RefuseAsync(WebSocketClose close)
    {
        connection.Output.Encoder = PacketEncoder.Form.WebSocket;
        await connection.CloseAsync(_closeAnswer ?? close, isAnswered: _closeAnswer is not null);
    }

    private async ValueTask SendAsync(Frame frame, CancellationToken end)
    {
        Write(frame, PacketEncoder.Form);
        await FlushAsync(end);
    }
}
