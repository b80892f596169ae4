using System.IO.Pipelines;
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
        connection.Features.Set(output);
        connection.Transport = new Duplex(transport.Input, output);
        try
        {
            await next(connection);
        }
        finally
        {
            connection.Transport = transport;
        }
    });

    /// <summary>
    /// The connection of a request, to write to past the server; null when that is not possible. Only plain HTTP/1.1 has the
    /// connection to itself, and only after all that the server wrote was flushed.
    /// </summary>
    internal static SocketPipeWriter? ConnectionOf(HttpContext context) =>
        !context.Request.IsHttps && HttpProtocol.IsHttp11(context.Request.Protocol)
            ? context.Features.Get<SocketPipeWriter>()
            : null;

    private sealed class Duplex(PipeReader input, PipeWriter output) : IDuplexPipe
    {
        public PipeReader Input => input;

        public PipeWriter Output => output;
    }
}
