using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Streaming.SocketIo;

/// <summary><c>Limits:ConnectionsPerUser</c>, for users that are known only when they connect to a namespace.</summary>
public sealed class UserLimitTests : IAsyncDisposable
{
    private readonly LiveFeedServer _server = new(
        Credentialed.BySecret,
        ("Access:Anonymous", "none"),
        ("Limits:ConnectionsPerUser", "2"),
        ("SocketIo:Namespaces:0", "/shop"));

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_connection_counts_once_and_a_place_is_free_when_it_has_left(bool polls)
    {
        await using var one = await SocketIoPeer.ConnectAsync(_server, AuthOf("ada"), polls: polls);
        await one.ConnectAsync(AuthOf("ada"), "/shop,");
        await using var two = await SocketIoPeer.ConnectAsync(_server, AuthOf("ada"), polls: polls);
        await using var three = await SocketIoPeer.ConnectAsync(_server, AuthOf("bob"), polls: polls);
        await RefusedAsync(three, "/shop,", "ada");

        await one.SendAsync("1");
        await RefusedAsync(three, "/shop,", "ada"); // it is in /shop still
        await one.SendAsync("1/shop,");
        await Deadline.UntilAsync(() => _server.Hub.Everyone.Count == 2, "it has left both");
        await three.ConnectAsync(AuthOf("ada"), "/shop,");
        two.Break();
    }

    [Fact]
    public async Task The_user_of_the_first_request_counts_once()
    {
        var token = TokenOf("ada");
        await using var one = await SocketIoPeer.OpenAsync(_server.Address, token: token);
        await one.ConnectAsync();
        await one.ConnectAsync(AuthOf("ada"), "/shop,");
        await using var two = await SocketIoPeer.ConnectAsync(_server, AuthOf("ada"));
        await using var three = await SocketIoPeer.OpenAsync(_server);
        await RefusedAsync(three, "", "ada");

        one.Break();
        await Deadline.UntilAsync(() => _server.Hub.Everyone.Count == 1, "it is lost");
        await three.ConnectAsync(AuthOf("ada"));
    }

    private static async Task RefusedAsync(SocketIoPeer peer, string ns, string user)
    {
        await peer.SendAsync($"0{ns}{AuthOf(user)}");
        var answer = await peer.ReadAsync();
        Assert.StartsWith(
            $"4{ns}{{\"message\":\"This user has the max number of connections (LiveFeed:Limits:ConnectionsPerUser).\"",
            answer,
            StringComparison.Ordinal);
        Assert.Contains("urn:livefeed:problem:unavailable", answer, StringComparison.Ordinal);
    }

    private static string AuthOf(string user) => $$"""{"token":"{{TokenOf(user)}}"}""";

    private static string TokenOf(string user) => (TestToken.For("**") with { User = user }).BySecret();
}
