using System.Globalization;

namespace LiveFeed.Bench.Linux;

/// <summary>Which processor core does what: servers have the first for themselves, the load generator the second.</summary>
/// <param name="Allowed">The cores that this process was allowed before it was pinned.</param>
/// <param name="Pinned">Whether it was: there are two cores and <c>taskset</c>.</param>
internal sealed record Cores(IReadOnlyList<int> Allowed, bool Pinned)
{
    /// <summary>The option that tells the pinned process its cores.</summary>
    internal const string Option = "--cores";

    /// <summary>
    /// Starts this process again under <c>taskset</c>, which pins it with all threads of its runtime. Returns only when that
    /// is not possible.
    /// </summary>
    internal static Cores PinSelf(string[] arguments)
    {
        var allowed = Parse(File.ReadLines("/proc/self/status")
            .First(line => line.StartsWith("Cpus_allowed_list:", StringComparison.Ordinal)).Split('\t')[^1]);
        if (allowed.Count >= 2)
        {
            string[] program = Environment.ProcessPath!.EndsWith("/dotnet", StringComparison.Ordinal)
                ? [Environment.ProcessPath, typeof(Cores).Assembly.Location]
                : [Environment.ProcessPath!];
            Execute(["taskset", "-c", Name(allowed[1]), .. program, .. arguments, Option, string.Join(',', allowed)]);
        }

        return new Cores(allowed, Pinned: false);
    }

    /// <summary>A list as the kernel writes it: <c>0-3,8</c>.</summary>
    internal static IReadOnlyList<int> Parse(string list) =>
    [
        .. from range in list.Trim().Split(',')
           let ends = range.Split('-').Select(end => int.Parse(end, CultureInfo.InvariantCulture)).ToArray()
           from core in Enumerable.Range(ends[0], ends[^1] - ends[0] + 1)
           select core,
    ];

    /// <summary>A command line that runs on that many of the cores which are not the load generator's.</summary>
    internal IReadOnlyList<string> OnServerCores(IReadOnlyList<string> command, int count = 1) => Pinned
        ? ["taskset", "-c", string.Join(',', Allowed.Where((_, i) => i != 1).Take(count).Select(Name)), .. command]
        : command;

    private static string Name(int core) => core.ToString(CultureInfo.InvariantCulture);

    private static void Execute(string[] command)
    {
        var arguments = command.Select(System.Runtime.InteropServices.Marshal.StringToCoTaskMemUTF8).Append(0).ToArray();
        _ = Libc.Execute(command[0], arguments); // on success nothing of this process is left to return to
    }
}
