using System.IO;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;

namespace LiveFeed.Streaming.Output;

/// <summary>
/// A connection below the server: its two ends, and what goes on with it when its request is over. The server holds some
/// five kilobytes for a request. So it is called when the first bytes have come, and an upgraded connection needs nothing
/// of its request any more.
/// </summary>
/// <param name="connection">The connection.</param>
/// <param name="input">What the client sends.</param>
/// <param name="output">Sends at once.</param>
/// <param name="heartbeat">The server's, which keeps what it calls as long as the connection lasts.</param>
internal sealed class DirectConnection(
    ConnectionContext connection, PipeReader input, SocketPipeWriter output, IConnectionHeartbeatFeature? heartbeat)
    : IDuplexPipe, IConnectionHeartbeatFeature
{
    private Func<CancellationToken, Task>? _next;
    private Action? _beat; // of the wait for the first bytes, then of the part of the server that serves requests

    internal SocketPipeWriter Output => output;

    public PipeReader Input => input;

    PipeWriter IDuplexPipe.Output => output;

    /// <summary>It goes on after its request, and is not idle.</summary>
    internal bool GoesOn => output.StaysOpen;

    /// <summary>
    /// Goes on with the connection of an upgraded request: after the request where it is used past the server, and then
    /// nothing of the request may be used, else within it.
    /// </summary>
    /// <param name="context">The request. It has been answered.</param>
    /// <param name="next">Is always called; gets what is cancelled when the connection has ended.</param>
    internal static Task GoOnAsync(HttpContext context, Func<CancellationToken, Task> next)
    {
        if (DirectOutput.ConnectionOf(context) is not { } direct)
        {
            return next(context.RequestAborted);
        }

        direct._next = next;
        direct.Output.StaysOpen = true;
        return Task.CompletedTask;
    }

    /// <summary>Waits for the first bytes, and leaves them there.</summary>
    /// <param name="patience">After this the connection is ended.</param>
    /// <param name="time">The clock.</param>
    /// <param name="stop">The server closes its idle connections.</param>
    /// <returns>False when it has ended without any.</returns>
    internal async ValueTask<bool> BeginsAsync(TimeSpan patience, TimeProvider time, CancellationToken stop)
    {
        heartbeat?.OnHeartbeat(static direct => ((DirectConnection)direct)._beat?.Invoke(), this);
        try
        {
            var reading = input.ReadAsync(stop);
            if (!reading.IsCompleted)
            {
                var start = time.GetTimestamp();
                _beat = () =>
                {
                    if (time.GetElapsedTime(start) > patience)
                    {
                        input.CancelPendingRead();
                    }
                };
            }

            var first = await reading;
            _beat = null;
            input.AdvanceTo(first.Buffer.Start);
            return !first.Buffer.IsEmpty;
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
        {
            return false;
        }
    }

    /// <summary>
    /// The request is over. What goes on then is called once, and nothing of the request is kept.
    /// </summary>
    /// <returns>Completes when the connection has ended.</returns>
    internal Task GoOnAsync()
    {
        var next = _next;
        (_beat, _next) = (null, null);
        return next?.Invoke(connection.ConnectionClosed) ?? Task.CompletedTask;
    }

    /// <summary>What went on after the request has ended.</summary>
    internal ValueTask EndAsync()
    {
        if (!output.StaysOpen)
        {
            return ValueTask.CompletedTask;
        }

        output.StaysOpen = false;
        return output.CompleteAsync();
    }

    /// <summary>Called by the server, before the first request.</summary>
    public void OnHeartbeat(Action<object> action, object state) => _beat += () => action(state);

    /// <summary>Ends the connection at once. Any thread.</summary>
    internal void Abort() => connection.Abort();
}
