using LiveFeed.Access.Limits;
using LiveFeed.Http;
using LiveFeed.Streaming.Output;
using LiveFeed.Streaming.SocketIo.Engine.Packets;
using LiveFeed.Streaming.SocketIo.Engine.Polls;
using LiveFeed.Streaming.SocketIo.Engine.Requests;
using LiveFeed.Streaming.SocketIo.Engine.Sockets;
using LiveFeed.Streaming.WebSockets.Framing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace LiveFeed.Streaming.SocketIo.Engine;

/// <summary>Where Engine.IO clients connect.</summary>
internal static class EngineEndpoints
{
    private const string LimitName = "LiveFeed:SocketIo:MaxPayload";

    private static ReadOnlyMemory<byte> Ok { get; } = "ok"u8.ToArray();

    /// <summary>Serves every application that is registered (<see cref="EngineMapping"/>).</summary>
    internal static void MapEngines(this IEndpointRouteBuilder routes)
    {
        foreach (var mapping in routes.ServiceProvider.GetServices<EngineMapping>())
        {
            routes.MapEngineIo(mapping.Path, mapping.Options, mapping.Application);
        }
    }

    /// <summary>Serves an application's clients at a path, with or without its last slash.</summary>
    internal static IEndpointConventionBuilder MapEngineIo(
        this IEndpointRouteBuilder routes, string path, EngineOptions options, IEngineApplication application)
    {
        var server = new EngineServer(options, application, EngineServices.Of(routes.ServiceProvider));
        return routes.Map(path.TrimEnd('/'), context => ServeAsync(context, server))
            .WithMetadata(EnginePath.Instance)
            .ExcludeFromDescription(); // OpenAPI has no words for it
    }

    private static Task ServeAsync(HttpContext context, EngineServer server)
    {
        var (request, refusal) = EngineRequest.Read(context, server);
        return (request, refusal) switch
        {
            (_, { } refused) => refused.ExecuteAsync(context),
            ({ Connection: null, OpensSocket: true }, _) => OpenSocketAsync(context, server),
            ({ Connection: null }, _) => OpenPollingAsync(context, server),
            ({ Connection: { } polling, OpensSocket: true }, _) => UpgradeAsync(context, server, polling),
            ({ Connection: { } polling }, _) when EngineRequest.Reads(context.Request) => polling.PollAsync(context),
            ({ Connection: { } polling }, _) when HttpMethods.IsPost(context.Request.Method) =>
                PostAsync(context, server, polling),
            _ => EngineRefusal.BadRequest.ExecuteAsync(context),
        };
    }

    private static async Task OpenPollingAsync(HttpContext context, EngineServer server)
    {
        var (place, origin, refusal) = await server.EnterAsync(context);
        if (refusal is not null)
        {
            await refusal.ExecuteAsync(context);
            return;
        }

        var (connection, handshake) = server.Open(origin!, place!, socket: null);
        server.Begin(connection);
        List<byte[]> packets = [handshake.Encoded(PacketEncoder.Form.Polling)];
        if (!await PollBody.WriteAsync(context, packets, server.Patience, server.Time))
        {
            connection.Abort();
        }
    }

    private static async Task OpenSocketAsync(HttpContext context, EngineServer server)
    {
        var (place, origin, refusal) = await server.EnterAsync(context);
        if (refusal is not null)
        {
            await refusal.ExecuteAsync(context);
            return;
        }

        EngineSocket socket;
        try
        {
            socket = await server.AcceptAsync(context);
        }
        catch
        {
            place!.Dispose();
            throw;
        }

        await DirectConnection.GoOnAsync(context, _ => RunAsync(server, origin!, place!, socket));
    }

    // At its end the connection returns its place, and the socket closes the WebSocket.
    private static Task RunAsync(EngineServer server, EngineOrigin origin, ConnectionLease place, EngineSocket socket)
    {
        var (connection, handshake) = server.Open(origin, place, socket);
        if (connection.TrySend(handshake))
        {
            server.Begin(connection);
        }

        return socket.RunAsync(connection);
    }

    // A page does not see why a handshake is refused, and an error of it has no meaning for a client that polls on. So what
    // cannot be upgraded is closed after its handshake.
    private static async Task UpgradeAsync(HttpContext context, EngineServer server, EngineConnection connection)
    {
        var socket = await server.AcceptAsync(context);
        await DirectConnection.GoOnAsync(context, _ => UpgradeAsync(server, connection, socket));
    }

    private static async Task UpgradeAsync(EngineServer server, EngineConnection connection, EngineSocket socket)
    {
        await using (socket)
        {
            if (!server.Options.Upgrades || !connection.TryBeginUpgrade())
            {
                await socket.RefuseAsync(SocketCloses.NoUpgrade);
                return;
            }

            if (await ProbeAsync(server, connection, socket))
            {
                await socket.RunAsync(connection);
                return;
            }

            connection.EndUpgrade();
            await socket.RefuseAsync(new(WebSocketClose.NoCode));
        }
    }

    private static async Task<bool> ProbeAsync(
        EngineServer server, EngineConnection connection, EngineSocket socket)
    {
        using var late = new CancellationTokenSource(server.Options.UpgradeTimeout, server.Time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(late.Token, connection.Gone);
        return await socket.ProbeAsync(connection, end.Token);
    }

    private static async Task PostAsync(HttpContext context, EngineServer server, EngineConnection connection)
    {
        EngineRefusal? refusal;
        using (var post = connection.TryBeginPost()) // until before the answer: the client may go on when it has it
        {
            refusal = post is null ? EngineRefusal.BadRequest : await TakeAsync(post, context.Request, server, connection);
        }

        if (refusal is not null)
        {
            connection.Close(EngineCloseReason.TransportError);
            await refusal.ExecuteAsync(context);
            return;
        }

        var response = context.Response;
        (response.ContentType, response.ContentLength) = ("text/html", Ok.Length);
        response.Headers.CacheControl = "no-store";
        await response.BodyWriter.WriteAsync(Ok, context.RequestAborted);
    }

    // Null when all was taken.
    private static async Task<EngineRefusal?> TakeAsync(
        EnginePost post, HttpRequest request, EngineServer server, EngineConnection connection)
    {
        if (request.ContentType?.StartsWith("application/octet-stream", StringComparison.OrdinalIgnoreCase) == true)
        {
            return EngineRefusal.BadRequest; // bytes are in base64
        }

        try
        {
            var taken = await server.Services.Bodies.TakeAsync<EmptyHttpResult>(
                request,
                server.Options.MaxPayload,
                LimitName,
                async body => await connection.TakePayloadAsync(post, body)
                    ? TypedResults.Empty
                    : new FeedProblem(ProblemKind.Malformed, EngineRefusal.BadRequest.Message));
            return taken.Result is FeedProblem problem ? EngineRefusal.Of(problem) : null;
        }
        catch (Exception e) when (Bodies.BodyErrors.RefusalOf(e) is { } broken)
        {
            return EngineRefusal.Of(FeedProblem.Of(broken));
        }
        finally
        {
            if (request.HttpContext.RequestAborted.IsCancellationRequested)
            {
                connection.Abort();
            }
        }
    }
}
