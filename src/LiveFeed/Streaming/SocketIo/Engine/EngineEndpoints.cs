using Microsoft.AspNetCore.Routing;

namespace LiveFeed.Streaming.SocketIo.Engine;

/// <summary>Where Engine.IO clients connect.</summary>
internal static class EngineEndpoints
{
    /// <summary>Serves an application's clients at a path, with or without its last slash.</summary>
    internal static void MapEngineIo(
        this IEndpointRouteBuilder routes, string path, EngineOptions options, IEngineApplication application) =>
        throw new NotSupportedException();
}
