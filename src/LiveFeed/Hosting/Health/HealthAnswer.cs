namespace LiveFeed.Hosting.Health;

/// <summary>The answer of the health endpoints.</summary>
/// <param name="Status"><c>healthy</c>, <c>degraded</c> or <c>unhealthy</c>.</param>
/// <param name="Checks">
/// By the name of what was checked: its status, or, for who runs the service, what is wrong with it.
/// </param>
// Only described by this type: HealthEndpoints writes it straight to the response.
internal sealed record HealthAnswer(string Status, IReadOnlyDictionary<string, string> Checks);
