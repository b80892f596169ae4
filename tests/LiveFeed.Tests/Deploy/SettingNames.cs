using System.Reflection;
using LiveFeed.Log;

namespace LiveFeed.Tests.Deploy;

/// <summary>Which settings there are, by the classes that they are bound to.</summary>
internal static class SettingNames
{
    private const BindingFlags Constants = BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public;

    private static readonly Dictionary<string, Type> Sections = typeof(LogOptions).Assembly.GetTypes()
        .Where(type => type.Name.EndsWith("Options", StringComparison.Ordinal))
        .Select(type => (Section: type.GetField("Section", Constants)?.GetRawConstantValue() as string, Type: type))
        .Where(one => one.Section is not null)
        .ToDictionary(one => one.Section!, one => one.Type);

    /// <param name="key">As <c>LiveFeed:Access:Keys:0:Name</c>.</param>
    internal static bool Exists(string key)
    {
        var path = key.Split(':');
        for (var section = path.Length - 1; section > 0; section--)
        {
            if (Sections.TryGetValue(string.Join(':', path[..section]), out var type) && Has(type, path[section..]))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Has(Type type, string[] path)
    {
        if (path is [])
        {
            return true;
        }

        var element = type.IsArray ? type.GetElementType() : type.IsGenericType ? type.GetGenericArguments()[^1] : null;
        return element is not null
            ? path[0].All(char.IsAsciiDigit) && Has(element, path[1..])
            : type.GetProperty(path[0]) is { } property && Has(property.PropertyType, path[1..]);
    }
}
