using LiveFeed.Clients;
using LiveFeed.Hub;
using LiveFeed.Scheduling;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Hosting.Systemd;
using Microsoft.Extensions.Options;

namespace LiveFeed.Hosting.Shutdown;

/// <summary>How the service stops: who listens for signals, what a signal begins, and who is told last.</summary>
internal static class ShutdownServices
{
    internal static void AddShutdown(this IServiceCollection services)
    {
        services.AddSingleton<ServiceStop>();
        services.AddSingleton<Drain>();
        services.AddSingleton(provider => new Lazy<Drain>(provider.GetRequiredService<Drain>));
        services.AddSingleton<IPostConfigureOptions<DeliveryOptions>, DrainDefault>();
        services.AddHostedService<ShutdownNotifier>(); // added last, so that it stops first
        services.Configure<HostOptions>(host => host.ShutdownTimeout = ShutdownNotifier.Timeout);
        services.AddSingleton<DrainingLifetime>();

        // An application with another lifetime, as of a Windows service, stops as that one says, without a drain.
        var lifetime = services.LastOrDefault(service => service.ServiceType == typeof(IHostLifetime));
        if (lifetime?.ImplementationType == typeof(ConsoleLifetime))
        {
            services.Replace(ServiceDescriptor.Singleton(OpenLifetime));
        }
    }

    private static IHostLifetime OpenLifetime(IServiceProvider services)
    {
        var draining = services.GetRequiredService<DrainingLifetime>();
        return services.GetRequiredService<ISystemdNotifier>().IsEnabled
            ? ActivatorUtilities.CreateInstance<SystemdLifetime>(services, draining)
            : ActivatorUtilities.CreateInstance<ConsoleLifetime>(services, draining);
    }
}
