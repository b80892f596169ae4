using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Systemd;

namespace LiveFeed.Hosting.Supervision;

/// <summary>What systemd, or another supervisor with its protocol, is told: ready, stopping, alive.</summary>
internal static class SupervisionServices
{
    internal static void AddSupervision(this IServiceCollection services)
    {
        services.AddSystemd(); // under systemd, lines of the console say their level as the journal reads it
        services.TryAddSingleton<ISystemdNotifier, SystemdNotifier>();
        services.AddSingleton<LaneActivity>();
        if (WatchdogTime.Read(Environment.GetEnvironmentVariable, Environment.ProcessId) is { } time)
        {
            services.AddSingleton(time);
            services.AddHostedService<Watchdog>();
        }
    }
}
