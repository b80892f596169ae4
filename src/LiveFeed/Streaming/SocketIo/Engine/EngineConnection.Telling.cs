using LiveFeed.Frames;
using LiveFeed.Streaming.SocketIo.Engine.Packets;
using LiveFeed.Streaming.SocketIo.Engine.Polls;

namespace LiveFeed.Streaming.SocketIo.Engine;

/// <summary>
/// What the engine and handlers tell the client. It waits in a list that whoever has the gate writes first. Who tells never
/// waits.
/// </summary>
internal sealed partial class EngineConnection
{
    // Bytes that wait to be told; past it the connection ends, as the client does not read.
    private const int MaxToldBytes = 1 << 20;

    // Above this, nothing more is read from a WebSocket until it has taken some.
    private const int ManyToldBytes = 64 << 10;

    private readonly ToldPackets _told;

    /// <summary>
    /// Sends a message behind those before it, and never waits. False when the connection has ended, or must end because a
    /// megabyte is unread. The bytes are copied.
    /// </summary>
    internal bool TrySend(EngineMessage message) => TrySend(PacketFrame.Of(message));

    /// <inheritdoc cref="TrySend(EngineMessage)"/>
    internal bool TrySend(Frame packet)
    {
        if (!TryTell(packet, MaxToldBytes))
        {
            End(EngineCloseReason.TooMuchUnread); // does nothing when it has ended already
            return false;
        }

        Drain();
        return true;
    }

    /// <summary>The heartbeat's turn to ask, however much is unread: a large message may take long.</summary>
    internal void Ping()
    {
        if (TryTell(PacketFrame.Ping, int.MaxValue))
        {
            Drain();
        }
    }

    /// <summary>Waits while much is unread.</summary>
    internal async ValueTask WaitForReaderAsync()
    {
        while (_told.Bytes > ManyToldBytes && !HasEnded && await _gate.TakeAsync(CancellationToken.None))
        {
            Release(); // what was being written before is written now
            await Task.Yield();
        }
    }

    /// <summary>Writes what waits to be told, if it can be written now. Never waits.</summary>
    private void Drain()
    {
        while (_told.HasAny && !HasEnded && (_socket is not null || _polls!.IsWaiting) && _gate.TryTake())
        {
            var sending = SendToldAsync();
            if (!sending.IsCompleted)
            {
                _ = FinishToldAsync(sending);
                return;
            }

            _gate.Release();
        }
    }

    private async Task FinishToldAsync(Task sending)
    {
        await sending;
        Release();
    }

    private async Task SendToldAsync()
    {
        var isOpen = false;
        try
        {
            isOpen = HasEnded || (_socket is { } socket
                ? await SendAsync(socket, ToldPackets.Nothing, PacketEncoder.Form, CancellationToken.None)
                : _polls!.TryTake() is not { } poll || await AnswerToldAsync(poll));
        }
        catch (Exception e)
        {
            _server.Failed(e);
        }

        if (!isOpen)
        {
            Abort();
        }
    }

    private ValueTask<bool> AnswerToldAsync(EnginePoll poll)
    {
        var (told, bytes) = _told.Take();
        return ReturnAsync(poll.AnswerAsync(PacketsOf(told), CancellationToken.None), bytes);
    }

    private bool TryTell(Frame packet, int most) => !HasEnded && _told.TryAdd(packet, most);
}
