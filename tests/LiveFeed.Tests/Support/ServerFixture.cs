namespace LiveFeed.Tests.Support;

/// <summary>
/// One service for all tests of a class. They run one after another, in an order that depends on where the repository lies;
/// each uses topics of its own, and where one asks for the <c>last</c> events, none leaves a broadcast behind.
/// </summary>
public sealed class ServerFixture : IAsyncDisposable
{
    internal LiveFeedServer Server { get; } = new();

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
