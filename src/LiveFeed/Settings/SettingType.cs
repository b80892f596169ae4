using System.ComponentModel;
using System.Reflection;

namespace LiveFeed.Settings;

/// <summary>What a setting holds, by its property's type: one value, a list, or settings of its own.</summary>
internal static class SettingType
{
    internal static bool IsValue(Type type) => TypeDescriptor.GetConverter(type).CanConvertFrom(typeof(string));

    /// <summary>The type of a list's elements; null when it is no list.</summary>
    internal static Type? ElementOf(Type type) =>
        type.IsArray ? type.GetElementType()
        : type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IList<>) ? type.GetGenericArguments()[0]
        : null;

    internal static IEnumerable<PropertyInfo> SettingsOf(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance);
}
