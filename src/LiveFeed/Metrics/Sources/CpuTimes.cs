namespace LiveFeed.Metrics.Sources;

/// <summary>What a processor, or all together, have done since the boot, in the kernel's ticks (mostly 10 ms).</summary>
internal readonly record struct CpuTimes(ulong Idle, ulong Total)
{
    /// <summary>
    /// Reads the numbers after the name in a line of <c>/proc/stat</c>: user, nice, system, idle, iowait, irq, softirq,
    /// steal, guest, guest_nice (proc_stat(5)). Old kernels have only the first four. User and nice include guest time.
    /// Steal counts as busy: the processor was wanted but not available.
    /// </summary>
    /// <returns>Null when there are fewer than four.</returns>
    internal static CpuTimes? Parse(ProcFields fields)
    {
        if (fields.NextCounter() is not { } user || fields.NextCounter() is not { } nice ||
            fields.NextCounter() is not { } system || fields.NextCounter() is not { } idle)
        {
            return null;
        }

        idle += fields.NextCounter() ?? 0;
        var (irq, softIrq, steal) = (fields.NextCounter() ?? 0, fields.NextCounter() ?? 0, fields.NextCounter() ?? 0);
        return new CpuTimes(idle, user + nice + system + idle + irq + softIrq + steal);
    }

    /// <summary>How much of the time since then was not idle, in percent; null when no time has passed.</summary>
    internal double? BusySince(CpuTimes before)
    {
        if (Total <= before.Total)
        {
            return null;
        }

        // The kernel's iowait may decrease a little (proc_stat(5)), so the idle share may be under 0 or over 1.
        var idle = ((double)Idle - before.Idle) / (Total - before.Total);
        return Math.Clamp(100 * (1 - idle), 0, 100);
    }
}
