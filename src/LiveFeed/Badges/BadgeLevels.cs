using LiveFeed.Http;

namespace LiveFeed.Badges;

/// <summary>The limits beyond which a value is a warning or critical.</summary>
internal sealed record BadgeLevels(double? WarningAbove, double? WarningBelow, double? CriticalAbove, double? CriticalBelow)
{
    internal const string Warning = "warning";
    internal const string Critical = "critical";
    internal const string Good = "good";
    internal const string None = "plain";

    internal static BadgeLevels Read(QueryParameters query, BadgeParameters given) => new(
        query.Figure("warningAbove", given.WarningAbove),
        query.Figure("warningBelow", given.WarningBelow),
        query.Figure("criticalAbove", given.CriticalAbove),
        query.Figure("criticalBelow", given.CriticalBelow));

    /// <summary>The value's level; <c>plain</c> without a number or without limits.</summary>
    internal string Of(double? value) =>
        value is null || this is { WarningAbove: null, WarningBelow: null, CriticalAbove: null, CriticalBelow: null } ? None
        : value > CriticalAbove || value < CriticalBelow ? Critical
        : value > WarningAbove || value < WarningBelow ? Warning
        : Good;
}
