using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Access;

/// <summary>One service that knows tokens, for tests that leave no trace in it.</summary>
public sealed class TokenLocationServer : IAsyncDisposable
{
    internal LiveFeedServer Server { get; } = new(Credentialed.BySecret);

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
