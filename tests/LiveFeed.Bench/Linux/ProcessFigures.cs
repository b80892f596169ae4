using System.Globalization;

namespace LiveFeed.Bench.Linux;

/// <summary>What the kernel says of a process, all of its threads together.</summary>
internal static class ProcessFigures
{
    // The kernel tells times in 1/100 s on every platform, whatever its own clock (USER_HZ).
    private const double TicksPerSecond = 100;

    /// <summary>Processor time, in user and system mode, in seconds.</summary>
    internal static double CpuSeconds(int process)
    {
        var stat = File.ReadAllText($"/proc/{process}/stat");

        // The name before it may contain anything; the first is field 3.
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return (Number(fields[11]) + Number(fields[12])) / TicksPerSecond;
    }

    internal static long ResidentKilobytes(int process) => Number(Line($"/proc/{process}/status", "VmRSS:").Split(' ')[^2]);

    internal static int FirstChild(int process) =>
        (int)Number(File.ReadAllText($"/proc/{process}/task/{process}/children").Split(' ')[0]);

    /// <summary>How many files this process and those that it starts may have open.</summary>
    internal static long OpenFilesLimit()
    {
        var hard = Line("/proc/self/limits", "Max open files").Split(' ', StringSplitOptions.RemoveEmptyEntries)[4];
        return hard == "unlimited" ? long.MaxValue : Number(hard);
    }

    private static string Line(string file, string start) =>
        File.ReadLines(file).First(line => line.StartsWith(start, StringComparison.Ordinal));

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
