using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Hosting;

/// <summary>
/// From which proxies the service believes a client's address. The limit of one address shows which clients count as one.
/// </summary>
public sealed class ProxyTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("10.0.0.0/8")]
    [InlineData("192.0.2.1")]
    public async Task A_forwarded_address_from_an_unknown_proxy_changes_nothing(string? proxy)
    {
        await using var server = Server(proxy);
        await using var first = await server.FollowAsync("/events", ("X-Forwarded-For", "192.0.2.1"));
        await first.ReadConnectedAsync();

        await using var second = await server.FollowAsync("/events", ("X-Forwarded-For", "192.0.2.2"));

        Assert.Equal("livefeed.closing", (await second.ReadAsync())!.Event);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.0.0.0/8")]
    public async Task A_proxy_that_is_named_is_believed(string proxy)
    {
        await using var server = Server(proxy);
        await using var first = await server.FollowAsync("/events", ("X-Forwarded-For", "192.0.2.1"));
        await first.ReadConnectedAsync();

        await using var second = await server.FollowAsync("/events", ("X-Forwarded-For", "192.0.2.2"));

        await second.ReadConnectedAsync();
    }

    [Fact]
    public async Task An_address_that_the_client_told_the_proxy_is_not_believed()
    {
        await using var server = Server("127.0.0.1");
        await using var first = await server.FollowAsync("/events", ("X-Forwarded-For", "192.0.2.1"));
        await first.ReadConnectedAsync();

        await using var second = await server.FollowAsync("/events", ("X-Forwarded-For", "198.51.100.9, 192.0.2.1"));

        Assert.Equal("livefeed.closing", (await second.ReadAsync())!.Event);
    }

    [Fact]
    public async Task Proxies_in_a_row_are_believed_when_all_are_named()
    {
        await using var server = new LiveFeedServer(
            ("Limits:ConnectionsPerAddress", "1"), ("Proxies:0", "127.0.0.1"), ("Proxies:1", "10.0.0.0/8"));
        await using var first = await server.FollowAsync("/events", ("X-Forwarded-For", "192.0.2.1, 10.1.1.1, 10.2.2.2"));
        await first.ReadConnectedAsync();

        await using var second = await server.FollowAsync("/events", ("X-Forwarded-For", "192.0.2.2, 10.1.1.1, 10.2.2.2"));

        await second.ReadConnectedAsync();
    }

    [Theory]
    [InlineData("true")]
    [InlineData("True")]
    public async Task The_frameworks_switch_to_believe_anyone_stops_the_start_with_what_to_set_instead(string value)
    {
        var (exitCode, output) = await ServiceProcess.RunToEndAsync(
            "--LiveFeed:Log:Provider=memory", $"--ForwardedHeaders_Enabled={value}");

        Assert.NotEqual(0, exitCode);
        Assert.Contains("ASPNETCORE_FORWARDEDHEADERS_ENABLED", output, StringComparison.Ordinal);
        Assert.Contains("LiveFeed:Proxies", output, StringComparison.Ordinal);
    }

    private static LiveFeedServer Server(string? proxy) => proxy is null
        ? new LiveFeedServer(("Limits:ConnectionsPerAddress", "1"))
        : new LiveFeedServer(("Limits:ConnectionsPerAddress", "1"), ("Proxies:0", proxy));
}
