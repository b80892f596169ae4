using LiveFeed.Clients.Direct;
using LiveFeed.Frames;
using LiveFeed.Streaming.SocketIo.Engine.Polls;
using LiveFeed.Streaming.SocketIo.Engine.Sockets;

namespace LiveFeed.Streaming.SocketIo.Engine;

/// <summary>
/// What is sent. Packets of the engine and of handlers are told: they wait in a list that whoever has the gate writes first.
/// The frames of the hub's clients come with their flush. A flush waits for the gate, and when the client polls, for its
/// next poll.
/// </summary>
internal sealed partial class EngineConnection
{
    // Bytes that wait to be told; past it the connection ends, as the client does not read.
    private const int MaxToldBytes = 1 << 20;

    // Above this, nothing more is read from a WebSocket until it has taken some.
    private const int ManyToldBytes = 64 << 10;

    private static readonly List<Frame> Nothing = [];

    private readonly WriteGate _gate = new();
    private volatile List<Frame>? _told; // null when nothing waits; guarded by _lock, like the next
    private int _toldBytes; // of what waits, and of what is being written

    /// <summary>Something waits in the connection's buffer.</summary>
    internal bool HasRest => _socket?.HasRest == true;

    internal long BufferedBytes => _socket?.BufferedBytes ?? 0;

    /// <summary>
    /// Sends a message behind those before it, and never waits. False when the connection has ended, or must end because a
    /// megabyte is unread. The bytes are copied.
    /// </summary>
    internal bool TrySend(EngineMessage message) => TrySend(PacketFrame.Of(message));

    /// <inheritdoc cref="TrySend(EngineMessage)"/>
    internal bool TrySend(Frame packet)
    {
        if (!TryTell(packet))
        {
            End(EngineCloseReason.TooMuchUnread); // does nothing when it has ended already
            return false;
        }

        Drain();
        return true;
    }

    /// <summary>Waits while much is unread.</summary>
    internal async ValueTask WaitForReaderAsync()
    {
        while (Volatile.Read(ref _toldBytes) > ManyToldBytes && !HasEnded && await _gate.TakeAsync(CancellationToken.None))
        {
            Release(); // what was being written before is written now
            await Task.Yield();
        }
    }

    /// <summary>How the hub writes past a client's pump; null while it cannot.</summary>
    internal DirectWrite? DirectIn(EngineForm form) =>
        _socket is { Direct: not null } socket ? new DirectWrite(this, form.Of(socket.Wire)) : null;

    SendOutcome IDirectConnection.TrySend(byte[] bytes)
    {
        if (bytes.Length == 0)
        {
            return SendOutcome.Sent; // the frame says nothing in this form
        }

        if (!_gate.TryTake())
        {
            return SendOutcome.NotSent;
        }

        try
        {
            return HasEnded || _socket?.Direct is not { } direct ? SendOutcome.NotSent : direct.TrySend(bytes);
        }
        finally
        {
            Release();
        }
    }

    /// <summary>Writes a client's frames. False when the connection has ended, or the wait was cut off.</summary>
    internal ValueTask<bool> FlushAsync(List<Frame> frames, EngineForm form, CancellationToken cutOff) =>
        HasEnded ? ValueTask.FromResult(false)
        : _gate.TryTake() ? FlushInTurnAsync(frames, form, cutOff)
        : WaitAndFlushAsync(frames, form, cutOff);

    private async ValueTask<bool> WaitAndFlushAsync(List<Frame> frames, EngineForm form, CancellationToken cutOff) =>
        await _gate.TakeAsync(cutOff) && await FlushInTurnAsync(frames, form, cutOff);

    // Begins with the gate and gives it back. Without a wait nothing is allocated.
    private ValueTask<bool> FlushInTurnAsync(List<Frame> frames, EngineForm form, CancellationToken cutOff)
    {
        try
        {
            var flush = HasEnded ? ValueTask.FromResult(false)
                : _socket is { } socket ? SendAsync(socket, frames, form, cutOff)
                : SendToPollAsync(frames, form, cutOff);
            return flush.IsCompletedSuccessfully
                ? ValueTask.FromResult(Flushed(frames, flush.Result))
                : FinishAsync(flush, frames);
        }
        catch
        {
            Flushed(frames, isOpen: false);
            throw;
        }
    }

    private async ValueTask<bool> FinishAsync(ValueTask<bool> flush, List<Frame> frames)
    {
        var isOpen = false;
        try
        {
            isOpen = await flush;
        }
        finally
        {
            Flushed(frames, isOpen);
        }

        return isOpen;
    }

    private bool Flushed(List<Frame> frames, bool isOpen)
    {
        frames.Clear();
        if (!isOpen)
        {
            Abort();
        }

        Release();
        return isOpen;
    }

    private ValueTask<bool> SendAsync(EngineSocket socket, List<Frame> frames, EngineForm form, CancellationToken cutOff)
    {
        var (told, bytes) = TakeTold();
        foreach (var packet in told)
        {
            socket.Write(packet, PacketEncoder.Form);
        }

        foreach (var frame in frames)
        {
            socket.Write(frame, form);
        }

        var flush = socket.FlushAsync(cutOff);
        return bytes == 0 ? flush : ReturnAsync(flush, bytes);
    }

    private async ValueTask<bool> SendToPollAsync(List<Frame> frames, EngineForm form, CancellationToken cutOff)
    {
        var packets = PacketsOf(frames, form);
        while (packets.Count > 0 && !HasEnded && !cutOff.IsCancellationRequested)
        {
            if (_socket is { } socket)
            {
                return await SendAsync(socket, frames, form, cutOff);
            }

            if (await _polls!.TakeAsync(cutOff) is { } poll)
            {
                var (told, bytes) = TakeTold();
                return await ReturnAsync(poll.AnswerAsync([.. PacketsOf(told), .. packets], cutOff), bytes);
            }
        }

        return packets.Count == 0; // these frames say nothing in this form
    }

    /// <summary>Writes what waits to be told, if it can be written now. Never waits.</summary>
    private void Drain()
    {
        while (_told is not null && !HasEnded && (_socket is not null || _polls!.IsWaiting) && _gate.TryTake())
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
                ? await SendAsync(socket, Nothing, PacketEncoder.Form, CancellationToken.None)
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
        var (told, bytes) = TakeTold();
        return ReturnAsync(poll.AnswerAsync(PacketsOf(told), CancellationToken.None), bytes);
    }

    private void Release()
    {
        _gate.Release();
        Drain();
    }

    private bool TryTell(Frame packet)
    {
        lock (_lock)
        {
            // A single message may be larger.
            if (_hasEnded || (_toldBytes > 0 && _toldBytes + packet.WireBytes > MaxToldBytes))
            {
                return false;
            }

            (_told ??= []).Add(packet);
            _toldBytes += packet.WireBytes;
        }

        _server.Memory.Take(packet.WireBytes);
        return true;
    }

    private (List<Frame> Told, int Bytes) TakeTold()
    {
        if (_told is null)
        {
            return (Nothing, 0);
        }

        lock (_lock)
        {
            var told = _told ?? Nothing;
            _told = null;
            return (told, told.Sum(packet => packet.WireBytes));
        }
    }

    private async ValueTask<bool> ReturnAsync(ValueTask<bool> flush, int bytes)
    {
        try
        {
            return await flush;
        }
        finally
        {
            ReturnTold(bytes);
        }
    }

    private void ReturnTold(int bytes)
    {
        lock (_lock)
        {
            _toldBytes -= bytes;
        }

        _server.Memory.Return(bytes);
    }

    private static List<byte[]> PacketsOf(List<Frame> told) => PacketsOf(told, PacketEncoder.Form);

    private static List<byte[]> PacketsOf(List<Frame> frames, EngineForm form) =>
        [.. frames.Select(form.Polling.BytesOf).Where(packet => packet.Length > 0)];
}
