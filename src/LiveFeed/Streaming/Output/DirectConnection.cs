using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;

namespace LiveFeed.Streaming.Output;

/// <summary>
/// A connection below the server: its two ends, and what goes on with it when its request is over. An upgraded connection
/// needs nothing of its request any more; the server holds some five kilobytes for one, as long as it lasts.
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
    private Action? _beat; // the part of the server that serves requests; let go of after them

    internal SocketPipeWriter Output => output;

    public PipeReader Input => input;

    PipeWriter IDuplexPipe.Output => output;

    /// <summary>It goes on after its request, and is not idle.</summary>
    internal bool GoesOn => _next is not null;

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

    /// <summary>The request is over: goes on, until the connection has ended.</summary>
    internal async Task GoOnAsync()
    {
        _beat = null;
        if (_next is { } next)
        {
            await next(connection.ConnectionClosed);
            output.StaysOpen = false;
            await output.CompleteAsync();
        }
    }

    /// <summary>Called by the server, before the first request.</summary>
    public void OnHeartbeat(Action<object> action, object state)
    {
        _beat += () => action(state);
        heartbeat?.OnHeartbeat(static direct => ((DirectConnection)direct)._beat?.Invoke(), this);
    }

    /// <summary>Ends the connection at once. Any thread.</summary>
    internal void Abort() => connection.Abort();
}
