namespace LiveFeed.Tests.Support;

/// <summary>One service for all tests of a class: they run one after another, and each uses topics of its own.</summary>
public sealed class ServerFixture : IAsyncDisposable
{
    internal LiveFeedServer Server { get; } = new();

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
