using LiveFeed.Streaming.SocketIo.Engine;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace LiveFeed.Streaming.SocketIo;

/// <summary>Where Socket.IO clients connect.</summary>
internal static class SocketIoEndpoints
{
    internal static void MapSocketIo(this IEndpointRouteBuilder routes)
    {
        var services = routes.ServiceProvider;
        var options = services.GetRequiredService<IOptions<SocketIoOptions>>().Value;
        if (options.Enabled)
        {
            routes.MapEngineIo(options.Path, options, services.GetRequiredService<SocketIoApplication>());
        }
    }
}
