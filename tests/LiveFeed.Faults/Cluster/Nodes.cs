namespace LiveFeed.Faults.Cluster;

/// <summary>Some nodes of one service, and one connection pool for all producers and followers.</summary>
internal sealed class Nodes : IDisposable
{
    private readonly Service[] _services;

    private Nodes(Service[] services) => _services = services;

    internal IReadOnlyList<Service> All => _services;

    /// <summary>For streams, without a limit of time.</summary>
    internal HttpClient Streams { get; } = new() { Timeout = Timeout.InfiniteTimeSpan };

    internal HttpClient Posts { get; } = new() { Timeout = Wait.Limit };

    /// <param name="count">How many.</param>
    /// <param name="configuration">How they find Redis.</param>
    /// <param name="settings">Further settings, as on the command line.</param>
    internal static async Task<Nodes> StartAsync(int count, string configuration, params string[] settings)
    {
        var starts = Enumerable.Range(0, count).Select(_ => Service.StartAsync(
            [
                "--LiveFeed:Log:Provider=redis", $"--LiveFeed:Log:Redis:Configuration={configuration}", .. settings,
            ])).ToArray();
        return new Nodes(await Task.WhenAll(starts));
    }

    /// <summary>A node at random, which may be away.</summary>
    internal Service Any() => _services[Random.Shared.Next(_services.Length)];

    /// <summary>Another node than this one.</summary>
    internal Service Another(Service? than)
    {
        var others = Array.FindAll(_services, service => service != than);
        return others[Random.Shared.Next(others.Length)];
    }

    public void Dispose()
    {
        Array.ForEach(_services, service => service.Dispose());
        Streams.Dispose();
        Posts.Dispose();
    }
}
