using System.Globalization;

namespace LiveFeed.Hosting.Supervision;

/// <summary>Systemd restarts a service that says nothing for this time (<c>WatchdogSec</c>).</summary>
/// <param name="Limit">That time. The service says that it is alive at half of it.</param>
internal sealed record WatchdogTime(TimeSpan Limit)
{
    /// <summary>
    /// From <c>WATCHDOG_USEC</c> (microseconds) and <c>WATCHDOG_PID</c> (whom it is for), as sd_watchdog_enabled(3). Null
    /// when there is no watchdog, or it is another process's.
    /// </summary>
    internal static WatchdogTime? Read(Func<string, string?> variable, int process)
    {
        var isOurs = variable("WATCHDOG_PID") is not { Length: > 0 } owner ||
            owner == process.ToString(CultureInfo.InvariantCulture);
        return isOurs &&
            long.TryParse(variable("WATCHDOG_USEC"), NumberStyles.None, CultureInfo.InvariantCulture, out var time) &&
            time > 0 && time < TimeSpan.MaxValue.Ticks / TimeSpan.TicksPerMicrosecond
            ? new WatchdogTime(TimeSpan.FromMicroseconds(time))
            : null;
    }
}
