using System.Globalization;
using LiveFeed.Bench.Linux;

namespace LiveFeed.Bench;

/// <summary>What to measure, from the command line.</summary>
internal sealed record BenchOptions
{
    private const string Usage =
        """
        usage: LiveFeed.Bench micro
               LiveFeed.Bench [--only "SECTION ..."] [--quick] [--soak TIME] [--json FILE]
          micro     measures single methods, by BenchmarkDotNet
          sections: fanout socketio ingest cluster rooms resume topics allocation gzip cores soak (default: all but soak)
          --quick   a short run of everything, to see that it works: its figures mean little
          --soak    also runs the soak section for this long: 90s, 10m, 1h or 00:10:00
          --json    writes the tables to a file too
        """;

    private static readonly string[] Known =
        ["fanout", "socketio", "ingest", "cluster", "rooms", "resume", "topics", "allocation", "gzip", "cores", "soak"];

    private IReadOnlyList<string> Sections { get; init; } = [.. Known.Where(name => name != "soak")];

    internal bool Quick { get; private init; }

    /// <summary>How long to soak; null when that was not asked for by a time.</summary>
    internal TimeSpan? Soak { get; private init; }

    internal string? JsonFile { get; private init; }

    /// <summary>Set when this process is the pinned one.</summary>
    internal Cores? Cores { get; private init; }

    /// <exception cref="ArgumentException">The message is for the caller.</exception>
    internal static BenchOptions Parse(string[] arguments)
    {
        var options = new BenchOptions();
        for (var i = 0; i < arguments.Length; i++)
        {
            options = arguments[i] switch
            {
                "--quick" => options with { Quick = true },
                "--only" => options with { Sections = SectionsOf(Value(ref i)) },
                "--soak" => options with { Soak = TimeOf(Value(ref i)) },
                "--json" => options with { JsonFile = Path.GetFullPath(Value(ref i)) },
                Cores.Option => options with { Cores = new Cores(Cores.Parse(Value(ref i)), Pinned: true) },
                _ => throw new ArgumentException(Usage),
            };
        }

        return options;

        string Value(ref int i) => ++i < arguments.Length ? arguments[i] : throw new ArgumentException(Usage);
    }

    internal bool Wants(string section) => Sections.Contains(section) || (section == "soak" && Soak is not null);

    private static string[] SectionsOf(string names)
    {
        var sections = names.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries);
        return sections.Length > 0 && sections.All(Known.Contains) ? sections : throw new ArgumentException(Usage);
    }

    private static TimeSpan TimeOf(string text)
    {
        if (TimeSpan.TryParseExact(text, "c", CultureInfo.InvariantCulture, out var time))
        {
            return time;
        }

        return double.TryParse(text[..^1], CultureInfo.InvariantCulture, out var number) ? text[^1] switch
        {
            's' => TimeSpan.FromSeconds(number),
            'm' => TimeSpan.FromMinutes(number),
            'h' => TimeSpan.FromHours(number),
            _ => throw new ArgumentException(Usage),
        } : throw new ArgumentException(Usage);
    }
}
