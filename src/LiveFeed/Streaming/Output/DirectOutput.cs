using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;

namespace LiveFeed.Streaming.Output;

/// <summary>Gives connections an output that sends at once. Streams can write to it past the server.</summary>
internal static class DirectOutput
{
    /// <summary>Must be the connection's first middleware: TLS and HTTP write to the socket through it.</summary>
    internal static void UseDirectOutput(this IConnectionBuilder connections) => connections.Use(next => async connection =>
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
            await next(connection);
        }
        finally
        {
            await direct.GoOnAsync();
            connection.Transport = transport;
        }
    });

    /// <summary>
    /// The connection of a request, to use past the server; null when that is not possible. Only plain HTTP/1.1 has the
    /// connection to itself. It may be written to after all that the server wrote was flushed, and read once it is upgraded.
    /// </summary>
    internal static DirectConnection? ConnectionOf(HttpContext context) =>
        !context.Request.IsHttps && HttpProtocol.IsHttp11(context.Request.Protocol)
            ? context.Features.Get<DirectConnection>()
            : null;
}
