using LiveFeed.Access;
using LiveFeed.Streaming.SocketIo.Engine;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Template;
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

    /// <summary>Once everything is mapped: two endpoints of one path would refuse or take each other's requests.</summary>
    /// <exception cref="StartRefusedException">The path that is set is another endpoint's, too.</exception>
    internal static void CheckSocketIoPath(this IEndpointRouteBuilder routes)
    {
        var options = routes.ServiceProvider.GetRequiredService<IOptions<SocketIoOptions>>().Value;
        if (!options.Enabled || options.Path == SocketIoOptions.DefaultPath)
        {
            return; // making the endpoints takes time, and is done again at the start
        }

        var same = routes.DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>().FirstOrDefault(
            other => other.Metadata.GetMetadata<EnginePath>() is null && Matches(other, options.Path));
        if (same is not null)
        {
            throw new StartRefusedException(
                $"{SocketIoOptions.Section}:Path is '{options.Path}', but the service has {same.RoutePattern.RawText} " +
                "already.");
        }
    }

    private static bool Matches(RouteEndpoint endpoint, string path) =>
        new TemplateMatcher(new RouteTemplate(endpoint.RoutePattern), []).TryMatch(path.TrimEnd('/'), []);
}
