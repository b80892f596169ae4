using System.IO;
using System.IO.Pipelines;
using LiveFeed.Bodies;
using LiveFeed.Frames;
using LiveFeed.Scheduling;
using LiveFeed.Streaming.Output;
using LiveFeed.Streaming.WebSockets.Framing;
using Microsoft.AspNetCore.Http;

namespace LiveFeed.Streaming.WebSockets;

/// <summary>
/// An open WebSocket: its reader, and its output. HTTP/1.1 without TLS is read and written past the server, everything else
/// through its stream.
/// </summary>
internal sealed class WebSocketConnection : IAsyncDisposable
{
    // A client that does not answer a close is left after this, so that a stop takes less than 5 s.
    internal static readonly TimeSpan CloseTime = TimeSpan.FromSeconds(2);

    // Waits without a buffer: an idle connection holds none. A large message is read in pieces that are worth a read.
    private static readonly StreamPipeReaderOptions WithoutBuffer =
        new(bufferSize: 32 << 10, leaveOpen: true, useZeroByteReads: true);

    private readonly PipeReader _input;
    private readonly PipeWriter? _writer; // null when the server's stream is not used
    private bool _isClosed; // a close was sent

    internal WebSocketConnection(HttpContext context, Stream stream, BodyReader bodies, int maxMessageBytes, bool deflates)
    {
        var encoder = WebSocketEncoder.Of(batches: false, deflates);
        Deflates = deflates;
        Peer = TcpPeer.Of(context);
        if (DirectOutput.ConnectionOf(context) is { } direct)
        {
            _input = direct.Input;
            Output = new SocketOutput(direct, encoder, Peer);
        }
        else
        {
            _input = new FairInput(PipeReader.Create(stream, WithoutBuffer)); // one read below it may bring many
            _writer = PipeWriter.Create(stream, new StreamPipeWriterOptions(leaveOpen: true));
            Output = new PipeOutput(_writer, encoder, Peer, context.Abort);
        }

        Reader = new WebSocketReader(_input, bodies, maxMessageBytes, deflates);
    }

    /// <summary>Messages may be compressed.</summary>
    internal bool Deflates { get; }

    /// <summary>Null when only finished writes tell how far the client has read.</summary>
    internal TcpPeer? Peer { get; }

    internal WebSocketReader Reader { get; }

    internal IEncodedOutput Output { get; }

    /// <summary>Sends one frame, past a client's pump: before it starts, or after it has ended.</summary>
    /// <returns>False when the connection has ended.</returns>
    internal async ValueTask<bool> SendAsync(Frame frame, CancellationToken cutOff = default)
    {
        if (_isClosed)
        {
            return false;
        }

        _isClosed = frame is ClosingFrame or CloseFrame;
        Output.Write(frame);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cutOff);
        end.CancelAfter(_isClosed ? CloseTime : Timeout.InfiniteTimeSpan);
        return await Output.FlushAsync(end.Token);
    }

    /// <summary>A close was sent by the pump.</summary>
    internal void NoteClosed() => _isClosed = true;

    /// <summary>
    /// Sends a close, unless one was sent, and waits a little for the client's. What it sends until then is not read as
    /// messages.
    /// </summary>
    internal async ValueTask CloseAsync(WebSocketClose? close = null, bool isAnswered = false)
    {
        if (!_isClosed && close is { } code)
        {
            await SendAsync(new CloseFrame(code));
        }

        if (isAnswered)
        {
            return;
        }

        using var end = new CancellationTokenSource(CloseTime);
        try
        {
            while (await _input.ReadAsync(end.Token) is { IsCompleted: false } result)
            {
                _input.AdvanceTo(result.Buffer.End);
            }
        }
        catch (Exception e) when (IsEnd(e))
        {
            // It has gone, or does not answer.
        }
    }

    /// <summary>The connection has ended or was aborted, in any of the ways in which a stream says so.</summary>
    internal static bool IsEnd(Exception e) => e is IOException or OperationCanceledException or ObjectDisposedException;

    public async ValueTask DisposeAsync()
    {
        Reader.Dispose();
        if (_writer is not null)
        {
            await _input.CompleteAsync();
            await _writer.CompleteAsync();
        }
    }
}
