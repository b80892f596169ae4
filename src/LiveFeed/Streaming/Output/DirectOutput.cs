using System.IO.Pipelines;
using LiveFeed.Frames;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;

namespace LiveFeed.Streaming.Output;

/// <summary>Gives connections an output that sends at once, and streams the shortest way to it that they can use.</summary>
internal static class DirectOutput
{
    /// <summary>To be the connection's first middleware: TLS and HTTP write to the socket through it.</summary>
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

    /// <summary>The output of a stream whose response has begun and was flushed: direct where it is plain HTTP/1.1 in chunks.</summary>
    internal static IStreamOutput For(HttpContext context, FrameEncoder frames, FrameEncoder chunks)
    {
        return !context.Request.IsHttps && HttpProtocol.IsHttp11(context.Request.Protocol) &&
            context.Features.Get<SocketPipeWriter>() is { } connection
            ? new ChunkedOutput(connection, chunks)
            : new PipeOutput(context.Response.BodyWriter, frames);
    }

    private sealed class Duplex(PipeReader input, PipeWriter output) : IDuplexPipe
    {
        public PipeReader Input => input;

        public PipeWriter Output => output;
    }
}
