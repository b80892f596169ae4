namespace LiveFeed.Metrics.ServiceEvents;

/// <summary>Data of <c>service.started</c>.</summary>
internal sealed record ServiceStarted(string Version, int Pid, string Host);
