namespace LiveFeed.Settings;

/// <summary>A section of the settings, such as <c>LiveFeed:Log</c>, and the options that are bound to it.</summary>
internal sealed record SettingsSection(string Path, Type Options);
