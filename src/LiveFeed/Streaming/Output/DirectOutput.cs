using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;

namespace LiveFeed.Streaming.Output;

/// <summary>Gives connections an output that sends at once. Streams can write to it past the server.</summary>
internal static class DirectOutput
{
    /// <summary>Must be below TLS and HTTP, which write to the socket through it.</summary>
    /// <param name="connections">The connections of an endpoint.</param>
    /// <param name="patience">How long a connection may be there without sending anything.</param>
    /// <param name="time">The clock.</param>
    internal static void UseDirectOutput(this IConnectionBuilder connections, TimeSpan patience, TimeProvider time) =>
        connections.Use(next => connection => ServeAsync(connection, next, patience, time));

    /// <summary>
    /// The connection of a request, to use past the server; null when that is not possible. Only plain HTTP/1.1 has the
    /// connection to itself. It may be written to after all that the server wrote was flushed, and read once it is upgraded.
    /// </summary>
    internal static DirectConnection? ConnectionOf(HttpContext context) =>
        !context.Request.IsHttps && HttpProtocol.IsHttp11(context.Request.Protocol)
            ? context.Features.Get<DirectConnection>()
            : null;

    private static async Task ServeAsync(
        ConnectionContext connection, ConnectionDelegate next, TimeSpan patience, TimeProvider time)
    {
        if (connection.Features.Get<IConnectionSocketFeature>()?.Socket is not { } socket)
        {
            await next(connection);
            return;
        }

        var transport = connection.Transport;
        var output = new SocketPipeWriter(socket, transport.Output);
        var heartbeat = connection.Features.Get<IConnectionHeartbeatFeature>();
        var direct = new DirectConnection(connection, transport.Input, output, heartbeat);
        connection.Features.Set(direct);
        connection.Features.Set<IConnectionHeartbeatFeature>(direct);
        connection.Transport = direct;
        try
        {
            if (await direct.BeginsAsync(patience, time, ClosingOf(connection)))
            {
                await next(connection);
            }
        }
        finally
        {
            await direct.GoOnAsync();
            await direct.EndAsync();
            connection.Transport = transport;
        }
    }

    private static CancellationToken ClosingOf(ConnectionContext connection) =>
        connection.Features.Get<IConnectionLifetimeNotificationFeature>()?.ConnectionClosedRequested ?? default;
}
