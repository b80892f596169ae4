using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Access;

/// <summary>One service that knows keys and tokens, and its callers.</summary>
public sealed class AccessMatrixServer : IAsyncDisposable
{
    private static readonly TestToken Expired =
        TestToken.For("**") with { Expires = TimeProvider.System.GetUtcNow().AddSeconds(-1) };

    private static readonly Dictionary<string, (string Name, string Value)[]> Callers = new()
    {
        ["nobody"] = [],
        ["a wrong key"] = [("X-API-Key", "wrong")],
        ["a wrong token"] =
        [
            Credentialed.Bearer(
                (TestToken.For("**") with { Admin = true }).BySecret("another secret that is also long enough")),
        ],
        ["an expired token"] = [Credentialed.Bearer(Expired.BySecret())],
        ["a token for other topics"] = [Credentialed.Bearer(TestToken.For("other/**", "orders").BySecret())],
        ["a key for other topics"] = [("X-API-Key", "other")],
        ["a token for the topics"] = [Credentialed.Bearer(TestToken.For("orders/**", "rooms/**").BySecret())],
        ["a key for the topics"] = [("X-API-Key", "orders")],
        ["a token to follow"] = [Credentialed.Bearer(new TestToken { Subscribe = ["**"] }.BySecret())],
        ["a key to publish"] = [("X-API-Key", "publish")],
        ["an administrator's token"] = [Credentialed.Bearer(new TestToken { Admin = true }.BySecret())],
        ["an administrator's key"] = [Credentialed.Bearer("admin")],
    };

    internal LiveFeedServer Server { get; } = new(
    [
        Credentialed.BySecret,
        .. Credentialed.ApiKey(0, "other", ["other/**"], ["other/**"]),
        .. Credentialed.ApiKey(1, "orders", ["orders/**", "rooms/**"], ["orders/**", "rooms/**"]),
        .. Credentialed.ApiKey(2, "publish", ["**"]),
        .. Credentialed.ApiKey(3, "admin", admin: true),
    ]);

    internal static (string Name, string Value)[] HeadersOf(string caller) => Callers[caller];

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
