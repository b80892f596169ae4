using System.Globalization;
using System.Runtime.InteropServices;
using LiveFeed.Bench.Linux;

namespace LiveFeed.Bench.Report;

/// <summary>What it was measured on.</summary>
internal static class Machine
{
    internal static string Describe(Cores cores)
    {
        var date = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
        var memory =
            long.Parse(Field("/proc/meminfo", "MemTotal").Split(' ')[0], CultureInfo.InvariantCulture) / 1024.0 / 1024;
        var places = cores.Pinned
            ? $"Each server runs on core {cores.Allowed[0]}, the load generator on core {cores.Allowed[1]}."
            : "Servers and load generator share all cores, for want of a second core or of taskset: " +
                "figures are only for comparison.";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"""
             ## LiveFeed's benchmark, {date}

             {Field("/proc/cpuinfo", "model name")}, {cores.Allowed.Count} cores, {memory:N1} GiB;
             Linux {Environment.OSVersion.Version}, {RuntimeInformation.FrameworkDescription}.
             {places}
             """);
    }

    private static string Field(string file, string name) =>
        File.ReadLines(file).FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal))?.Split(':', 2)[1].Trim()
        ?? $"unknown {name}";
}
