using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Configuration;

namespace LiveFeed.Settings;

/// <summary>
/// Values that their settings cannot hold, each with its key and what is allowed. The framework would name the types of
/// .NET, stop at the first, and ignore a plain value in place of a list. Only texts may be secrets, and any is allowed: no
/// fault quotes one.
/// </summary>
internal static class SettingFaults
{
    internal static IEnumerable<string> Of(IConfiguration section, Type options) =>
        SettingType.SettingsOf(options).SelectMany(
            setting => OfSetting(section.GetSection(setting.Name), setting.PropertyType, setting));

    private static IEnumerable<string> OfSetting(IConfigurationSection given, Type type, PropertyInfo setting)
    {
        if (SettingType.IsValue(type))
        {
            return given.Value is { } text && Needed(text, type, setting) is { } needed
                ? [$"{given.Path} is '{text}', but must be {needed}"]
                : [];
        }

        if (SettingType.ElementOf(type) is not { } element)
        {
            return Of(given, type);
        }

        return string.IsNullOrEmpty(given.Value) // as an empty list is
            ? given.GetChildren().SelectMany(one => OfSetting(one, element, setting))
            : [$"{given.Path} must be a list: {given.Path}:0=…, or {Variable(given)}__0=… in the environment"];
    }

    private static string Variable(IConfigurationSection given) => given.Path.Replace(":", "__", StringComparison.Ordinal);

    /// <summary>What a value must be that cannot be read; null when it can.</summary>
    private static string? Needed(string text, Type type, PropertyInfo setting)
    {
        if (Nullable.GetUnderlyingType(type) is { } nullable)
        {
            return text.Length == 0 ? null : Needed(text, nullable, setting);
        }

        if (type == typeof(TimeSpan))
        {
            return TimeSpanText.TryParse(text, out _) ? null : $"{TimeSpanText.Form}; {TimeSpanText.Days}";
        }

        if (type.IsEnum)
        {
            var names = Enum.GetNames(type).Select(name => char.ToLowerInvariant(name[0]) + name[1..]).ToArray();
            return names.Contains(text, StringComparer.OrdinalIgnoreCase)
                ? null
                : $"{string.Join(", ", names[..^1])} or {names[^1]}";
        }

        return TypeDescriptor.GetConverter(type).IsValid(text) ? null
            : type == typeof(bool) ? "true or false"
            : type == typeof(double) ? "a number such as 12.5"
            : WholeNumber(setting);
    }

    private static string WholeNumber(PropertyInfo setting)
    {
        var unit = setting.Name.EndsWith("Bytes", StringComparison.Ordinal) ? " of bytes" : "";
        var range = setting.GetCustomAttribute<RangeAttribute>();
        var isBounded = range?.Maximum is int or < (double)long.MaxValue;
        return "a whole number" + unit +
            (isBounded ? string.Create(CultureInfo.InvariantCulture, $" from {range!.Minimum} to {range.Maximum}") : "");
    }
}
