namespace LiveFeed.Tests.Client;

/// <summary>Data of an event.</summary>
internal sealed record Order(int Id, double Total);
