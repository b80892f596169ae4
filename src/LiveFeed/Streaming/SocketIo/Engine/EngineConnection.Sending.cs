using LiveFeed.Clients.Direct;
using LiveFeed.Frames;
using LiveFeed.Streaming.SocketIo.Engine.Packets;
using LiveFeed.Streaming.SocketIo.Engine.Sockets;

namespace LiveFeed.Streaming.SocketIo.Engine;

/// <summary>
/// How the frames of the hub's clients are sent: with their flush, behind what waits to be told. A flush waits for the gate,
/// and when the client polls, for its next poll.
/// </summary>
internal sealed partial class EngineConnection
{
    private readonly WriteGate _gate;

    /// <summary>Something waits in the connection's buffer.</summary>
    internal bool HasRest => _socket?.HasRest == true;

    internal long BufferedBytes => _socket?.BufferedBytes ?? 0;

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
        var (told, bytes) = _told.Take();
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
                var (told, bytes) = _told.Take();
                return await ReturnAsync(poll.AnswerAsync([.. PacketsOf(told), .. packets], cutOff), bytes);
            }
        }

        return packets.Count == 0; // these frames say nothing in this form
    }

    private void Release()
    {
        _gate.Release();
        Drain();
    }

    private async ValueTask<bool> ReturnAsync(ValueTask<bool> flush, int bytes)
    {
        try
        {
            return await flush;
        }
        finally
        {
            _told.Return(bytes);
        }
    }

    private static List<byte[]> PacketsOf(List<Frame> told) => PacketsOf(told, PacketEncoder.Form);

    private static List<byte[]> PacketsOf(List<Frame> frames, EngineForm form) =>
        [.. frames.Select(form.Polling.BytesOf).Where(packet => packet.Length > 0)];
}
