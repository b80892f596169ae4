using System.Globalization;

namespace LiveFeed.Faults;

/// <summary>What to do to the service, from the command line.</summary>
internal sealed record FaultOptions
{
    private const string Usage =
        """
        usage: LiveFeed.Faults [--only "SECTION ..."] [--quick] [--times N] [--soak TIME] [--hostile TIME]
          sections: kill rooms cluster restored stalled half-open disk corrupt clock shutdown descriptors writers queries
                    hostile soak (default: all but soak)
          --quick   each fault once, a few kills
          --times   how often the service is killed at each durability (default 200)
          --soak    also runs the soak section for this long (00:10:00)
          --hostile how long the hostile section goes on (00:20:00; with --quick 00:00:08)
        """;

    private const int QuickKills = 2;

    private static readonly string[] Known =
    [
        "kill", "rooms", "cluster", "restored", "stalled", "half-open", "disk", "corrupt", "clock", "shutdown",
        "descriptors", "writers", "queries", "hostile", "soak",
    ];

    private int? _times;
    private TimeSpan? _hostile;

    internal bool Quick { get; private init; }

    internal int Times => _times ?? (Quick ? QuickKills : 200);

    internal TimeSpan Soak { get; private init; } = TimeSpan.FromMinutes(10);

    internal TimeSpan Hostile => _hostile ?? (Quick ? TimeSpan.FromSeconds(8) : TimeSpan.FromMinutes(20));

    private IReadOnlyList<string> Sections { get; init; } = [.. Known.Where(name => name != "soak")];

    internal bool Wants(string section) => Sections.Contains(section);

    /// <exception cref="ArgumentException">The message is for the caller.</exception>
    internal static FaultOptions Parse(string[] arguments)
    {
        var options = new FaultOptions();
        for (var i = 0; i < arguments.Length; i++)
        {
            options = arguments[i] switch
            {
                "--quick" => options with { Quick = true },
                "--only" => options with { Sections = SectionsOf(Value(ref i)) },
                "--times" =>
                    options with { _times = Read(Value(ref i), text => int.Parse(text, CultureInfo.InvariantCulture)) },
                "--hostile" => options with
                {
                    _hostile = Read(Value(ref i), text => TimeSpan.Parse(text, CultureInfo.InvariantCulture)),
                },
                "--soak" => options with
                {
                    Soak = Read(Value(ref i), text => TimeSpan.Parse(text, CultureInfo.InvariantCulture)),
                    Sections = [.. options.Sections, "soak"],
                },
                _ => throw new ArgumentException(Usage),
            };
        }

        return options;

        string Value(ref int i) => ++i < arguments.Length ? arguments[i] : throw new ArgumentException(Usage);
    }

    private static T Read<T>(string text, Func<string, T> parse)
    {
        try
        {
            return parse(text);
        }
        catch (Exception e) when (e is FormatException or OverflowException)
        {
            throw new ArgumentException(Usage, e);
        }
    }

    private static string[] SectionsOf(string names)
    {
        var sections = names.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries);
        return sections.Length > 0 && sections.All(Known.Contains) ? sections : throw new ArgumentException(Usage);
    }
}
