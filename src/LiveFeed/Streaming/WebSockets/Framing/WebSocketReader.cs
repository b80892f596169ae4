using System.IO.Pipelines;
using LiveFeed.Bodies;

namespace LiveFeed.Streaming.WebSockets.Framing;

/// <summary>
/// Reads a client's messages (RFC 6455). Fragments are put together while they arrive, and control frames between them are
/// returned at once. Limits count bytes after decompression. An idle connection holds no buffer. For one task at a time.
/// </summary>
/// <param name="input">The bytes of the connection.</param>
/// <param name="bodies">Counts what is held, and sets the min rate for the rest of a message.</param>
/// <param name="maxBytes">The largest message.</param>
/// <param name="mayCompress">permessage-deflate was agreed on.</param>
internal sealed partial class WebSocketReader(PipeReader input, BodyReader bodies, int maxBytes, bool mayCompress)
    : IDisposable
{
    private BufferedBody? _control; // of a control frame that is incomplete
    private BodyRateGuard? _pace; // of a message that comes in pieces
    private BufferedBody? _body; // of a message that is incomplete, like the next two
    private WebSocketOpcode _opcode;
    private bool _isCompressed;
    private long _heard; // written by the task that reads, read by any thread

    /// <summary>How many pieces of messages have come: a long message counts while it comes. Any thread.</summary>
    internal long Heard => Volatile.Read(ref _heard);

    /// <summary>
    /// Waits until there is something to read. An idle connection waits in this: it holds fewer objects than it would in
    /// <see cref="ReadAsync"/>. The result must be given to <see cref="LeaveThere"/>.
    /// </summary>
    internal ValueTask<ReadResult> WaitAsync() => input.ReadAsync();

    /// <summary>Leaves what came to <see cref="ReadAsync"/>.</summary>
    /// <returns>False when <see cref="EndWait"/> has ended the wait.</returns>
    internal bool LeaveThere(ReadResult some)
    {
        input.AdvanceTo(some.Buffer.Start);
        return !some.IsCanceled;
    }

    /// <summary>Ends a wait, or the next one. Any thread.</summary>
    internal void EndWait() => input.CancelPendingRead();

    /// <summary>The next message, or null when the connection has ended.</summary>
    /// <exception cref="WebSocketFaultException">The client broke the protocol.</exception>
    /// <exception cref="BodyRefusedException">The rest of a message comes too slowly.</exception>
    internal async ValueTask<WebSocketMessage?> ReadAsync(CancellationToken cancellationToken)
    {
        while (await ReadHeaderAsync(cancellationToken) is { } header)
        {
            Check(header);
            if (header.IsControl)
            {
                return await ReadControlAsync(header, cancellationToken);
            }

            if (_body is null)
            {
                _body = new BufferedBody(bodies.NewHold(), maxBytes);
                (_opcode, _isCompressed) = (header.Opcode, header.IsCompressed);
            }

            if (!await ReadPayloadAsync(header, _body, cancellationToken))
            {
                return null;
            }

            if (header.IsFinal)
            {
                return await CompleteAsync();
            }
        }

        return null;
    }

    public void Dispose()
    {
        _body?.Dispose();
        _control?.Dispose();
        (_body, _control) = (null, null);
    }

    private async ValueTask<WebSocketMessage?> ReadControlAsync(WebSocketHeader header, CancellationToken cancellationToken)
    {
        var control = _control = new BufferedBody(bodies.NewHold(), maxBytes);
        if (!await ReadPayloadAsync(header, control, cancellationToken))
        {
            return null;
        }

        _control = null;
        return new WebSocketMessage(header.Opcode, control);
    }

    private void Check(WebSocketHeader header)
    {
        if (header.IsControl)
        {
            return;
        }

        if (header.Opcode == WebSocketOpcode.Continuation != _body is not null)
        {
            throw new WebSocketFaultException(
                WebSocketClose.ProtocolError,
                _body is null ? "there is nothing to continue" : "the message before has no end");
        }

        if (header.IsCompressed && (!mayCompress || _body is not null))
        {
            throw new WebSocketFaultException(WebSocketClose.ProtocolError, "a reserved bit is set");
        }

        if (header.Length > maxBytes - (_body?.Length ?? 0))
        {
            throw TooLarge(maxBytes);
        }
    }

    internal static WebSocketFaultException TooLarge(int most) => new(
        WebSocketClose.TooMuch, $"a message may have at most {most} bytes (LiveFeed:Limits:BodyBytes)");

    private async ValueTask<WebSocketHeader?> ReadHeaderAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var result = await ReadSomeAsync(cancellationToken);
            var rest = result.Buffer;
            WebSocketHeader header;
            bool isRead;
            try
            {
                isRead = WebSocketHeader.TryRead(ref rest, out header);
            }
            catch
            {
                input.AdvanceTo(result.Buffer.End);
                throw;
            }

            input.AdvanceTo(rest.Start, isRead ? rest.Start : rest.End);
            if (isRead)
            {
                NoteHeard();
                return header;
            }

            if (result.IsCompleted)
            {
                return null;
            }
        }
    }

    // False when the connection has ended before.
    private async ValueTask<bool> ReadPayloadAsync(
        WebSocketHeader header, BufferedBody body, CancellationToken cancellationToken)
    {
        for (var read = 0L; read < header.Length;)
        {
            var result = await ReadSomeAsync(cancellationToken);
            var piece = result.Buffer.Slice(0, Math.Min(result.Buffer.Length, header.Length - read));
            var length = piece.Length; // the piece is gone after the advance
            var isWhole = read == 0 && body.Length == 0 && header.IsFinal && length == header.Length;
            var before = body.Length;
            var hasRoom = isWhole ? body.TrySet(piece) : piece.IsEmpty || body.TryAdd(piece);
            input.AdvanceTo(piece.End);
            if (!hasRoom)
            {
                throw new WebSocketFaultException(WebSocketClose.TryAgainLater, "the service has no memory for it now");
            }

            WebSocketMask.Remove(body.Bytes[before..body.Length], header.Mask, read);
            read += length;
            NoteHeard();
            if (result.IsCompleted && read < header.Length)
            {
                return false;
            }
        }

        return true;
    }

    private void NoteHeard() => Volatile.Write(ref _heard, _heard + 1);

    private ValueTask<ReadResult> ReadSomeAsync(CancellationToken cancellationToken) =>
        _body is not { Length: > BodyRateGuard.FreeBytes }
        ? input.ReadAsync(cancellationToken)
        : (_pace ??= bodies.NewPace()).ReadAsync(input, _body.Length, stays: 0, cancellationToken);
}
