using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Systemd;
using Microsoft.Extensions.Logging.Configuration;
using Microsoft.Extensions.Logging.Console;

namespace LiveFeed.Hosting.Supervision;

/// <summary>What systemd, or another supervisor with its protocol, is told: ready, stopping, alive.</summary>
internal static class SupervisionServices
{
    internal static void AddSupervision(this IServiceCollection services)
    {
        services.AddSystemdConsole();
        services.TryAddSingleton<ISystemdNotifier, SystemdNotifier>();
        services.AddSingleton<LaneActivity>();
        if (WatchdogTime.Read(Environment.GetEnvironmentVariable, Environment.ProcessId) is { } time)
        {
            services.AddSingleton(time);
            services.AddHostedService<Watchdog>();
        }
    }

    // Under systemd, lines of the console say their level as the journal reads it, unless a setting names another form.
    private static void AddSystemdConsole(this IServiceCollection services)
    {
        services.AddSystemd(); // sets the form whatever the settings say
        services.AddOptions<ConsoleLoggerOptions>().Configure<ILoggerProviderConfiguration<ConsoleLoggerProvider>>(
            (console, settings) => console.FormatterName =
                settings.Configuration[nameof(console.FormatterName)] ?? console.FormatterName);
    }
}
