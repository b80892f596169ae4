namespace LiveFeed.Client.Aot;

/// <summary>Data of an event.</summary>
internal sealed record Reading(string Sensor, double Value);
