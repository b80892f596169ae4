using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace LiveFeed.Settings;

/// <summary>
/// Every key that is a setting. Others are mistyped, or of another version: a warning tells of them, and of values that a
/// section has itself. The service starts all the same, as the nodes of a rolling update may share their settings.
/// </summary>
internal sealed partial class KnownSettings
{
    private const string Root = "LiveFeed";
    private const string Any = "n"; // stands for the key of a list's element, as in the documentation

    private readonly HashSet<string> _keys = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> _sections = new(StringComparer.OrdinalIgnoreCase); // with a key in each
    private readonly ILogger<KnownSettings> _logger;

    public KnownSettings(IEnumerable<SettingsSection> sections, ILogger<KnownSettings> logger)
    {
        _logger = logger;
        foreach (var section in sections)
        {
            Add(section.Path, section.Options);
        }
    }

    /// <summary>Logs what is set and no setting, each once: of a section, what is under it is left out.</summary>
    internal void TellOthers(IConfiguration configuration) => TellOthers(configuration.GetSection(Root), Root);

    private void TellOthers(IConfigurationSection given, string known)
    {
        foreach (var one in given.GetChildren())
        {
            string[] forms = [$"{known}:{one.Key}", $"{known}:{Any}"];
            if (Array.Find(forms, _keys.Contains) is { } key)
            {
                if (!string.IsNullOrEmpty(one.Value) && _sections.TryGetValue(key, out var within))
                {
                    Log.IsSection(_logger, one.Path, $"{one.Path}:{within}");
                }

                TellOthers(one, key);
            }
            else if (Nearest(known, one.Key) is { } nearest)
            {
                Log.Mistyped(_logger, one.Path, nearest.Replace(known, given.Path, StringComparison.OrdinalIgnoreCase));
            }
            else
            {
                Log.Unknown(_logger, one.Path);
            }
        }
    }

    // Spelled almost so beside it, or spelled so elsewhere.
    private string? Nearest(string known, string name)
    {
        var beside = _keys.Where(key => key.LastIndexOf(':') == known.Length &&
            key.StartsWith(known, StringComparison.OrdinalIgnoreCase));
        return SpellingSuggestion.Of(name, beside.Select(key => key[(known.Length + 1)..])) is { } meant
            ? $"{known}:{meant}"
            : _keys.FirstOrDefault(key => key.EndsWith($":{name}", StringComparison.OrdinalIgnoreCase));
    }

    private void Add(string key, Type type)
    {
        _keys.Add(key);
        if (SettingType.ElementOf(type) is { } element)
        {
            Add($"{key}:{Any}", element);
        }
        else if (!SettingType.IsValue(type))
        {
            foreach (var setting in SettingType.SettingsOf(type))
            {
                _sections.TryAdd(key, setting.Name);
                Add($"{key}:{setting.Name}", setting.PropertyType);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            Level = LogLevel.Warning, Message = "{Key} is a section whose own value is not used; set {Within} or its like")]
        internal static partial void IsSection(ILogger logger, string key, string within);

        [LoggerMessage(Level = LogLevel.Warning, Message = "{Key} is no setting; did you mean {Nearest}?")]
        internal static partial void Mistyped(ILogger logger, string key, string nearest);

        [LoggerMessage(Level = LogLevel.Warning, Message = "{Key} is no setting")]
        internal static partial void Unknown(ILogger logger, string key);
    }
}
