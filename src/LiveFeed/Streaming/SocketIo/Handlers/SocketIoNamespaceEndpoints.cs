using LiveFeed.Streaming.SocketIo.Packets;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace LiveFeed.Streaming.SocketIo.Handlers;

/// <summary>Adds an application's own namespaces.</summary>
public static class SocketIoNamespaceEndpoints
{
    /// <summary>
    /// Lets Socket.IO clients connect to a namespace, and says what happens there. Call it before the service starts.
    /// <example>
    /// <code>
    /// app.MapSocketIoNamespace("/echo", ns => ns
    ///     .OnConnected(socket => socket.Emit("hello", socket.Id))
    ///     .On("echo", e => e.Ack(e.Arguments)));
    /// </code>
    /// </example>
    /// </summary>
    /// <param name="routes">The application.</param>
    /// <param name="name">The namespace, with its slash; <c>/</c> is where a client connects that names none.</param>
    /// <param name="configure">Adds handlers.</param>
    public static IEndpointRouteBuilder MapSocketIoNamespace(
        this IEndpointRouteBuilder routes, string name, Action<SocketIoNamespace> configure)
    {
        ArgumentNullException.ThrowIfNull(routes);
        ArgumentNullException.ThrowIfNull(configure);
        if (NamespaceName.Fault(name) is { } fault)
        {
            throw new ArgumentException($"the namespace '{name}' {fault}", nameof(name));
        }

        configure(routes.ServiceProvider.GetRequiredService<MappedNamespaces>().Map(name));
        return routes;
    }
}
