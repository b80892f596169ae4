using System.Text.Json;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Streaming.SocketIo.Recovery;

/// <summary>A client is back after the service was killed.</summary>
public sealed class KillTests
{
    [Fact]
    public async Task It_has_its_id_and_rooms_and_each_event_once_after_a_kill()
    {
        using var folder = new TempFolder();
        using var service = await ServiceProcess.StartAsync(
            $"--LiveFeed:Log:Path={Path.Combine(folder.Path, "feed.db")}",
            "--LiveFeed:Log:Durability=commit",
            "--LiveFeed:Metrics:Enabled=false",
            "--LiveFeed:Rooms:LeaveAfter=00:01:00",
            "--LiveFeed:SocketIo:Recovery:Enabled=true");
        await using var ada = await RecoveringPeer.ConnectAsync(service.Address);
        await using var bob = await RecoveringPeer.ConnectAsync(service.Address);
        foreach (var peer in new[] { ada, bob })
        {
            await peer.Peer.DoAsync("""["join-room","a"]""");
        }

        await ada.Peer.DoAsync("""["subscribe","t"]""");
        await ada.Peer.DoAsync("""["message",{"n":1}]""");
        Assert.Equal("message 1", await ada.ReadOnlyAsync("message"));
        Assert.Equal("message 1", await bob.ReadOnlyAsync("message"));
        await service.Http.PublishAsync("""{"topic":"t","event":"x","data":2}""");
        service.Kill();
        await ada.DisposeAsync();
        await bob.DisposeAsync();

        await service.RestartAsync();
        await service.Http.PublishAsync("""{"topic":"t","event":"x","data":3}""");
        await ada.ComeBackAsync(service.Address);
        await bob.ComeBackAsync(service.Address);
        Assert.True(ada.IsRecovered && bob.IsRecovered);
        await bob.Peer.DoAsync("""["message",{"n":4}]""");

        Assert.Equal(["x 2", "x 3", "message 4"], await ada.ReadNewsAsync(3));
        Assert.Equal("message 4", await bob.ReadNewsAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Who_does_not_come_back_leaves_by_the_id_of_its_socket(bool hasToken)
    {
        using var folder = new TempFolder();
        var (key, value) = Credentialed.BySecret;
        using var service = await ServiceProcess.StartAsync(
            $"--LiveFeed:Log:Path={Path.Combine(folder.Path, "feed.db")}",
            "--LiveFeed:Log:Durability=commit",
            "--LiveFeed:Metrics:Enabled=false",
            "--LiveFeed:Rooms:LeaveAfter=00:00:15",
            "--LiveFeed:Access:Anonymous=all",
            $"--LiveFeed:{key}={value}",
            "--LiveFeed:SocketIo:Recovery:Enabled=true");
        await using var bob = await RecoveringPeer.ConnectAsync(service.Address);
        await using var ada = await RecoveringPeer.ConnectAsync(
            service.Address, token: hasToken ? TestToken.For("**").BySecret() : "");
        foreach (var peer in new[] { bob, ada })
        {
            await peer.Peer.DoAsync("""["join-room","a"]""");
        }

        Assert.Equal("user-joined {}", await bob.ReadNewsAsync());
        await bob.Peer.DoAsync("""["message",{"n":1}]""");
        Assert.Equal("message 1", await ada.ReadNewsAsync());
        service.Kill();
        await ada.DisposeAsync();
        await bob.DisposeAsync();
        await service.RestartAsync();
        await bob.ComeBackAsync(service.Address);

        var packet = "";
        while (!packet.StartsWith("2[\"user-left", StringComparison.Ordinal))
        {
            packet = await bob.Peer.ReadAsync();
        }

        var left = JsonSerializer.Deserialize<JsonElement[]>(packet[1..])![1];
        Assert.Equal(ada.Id, left.GetProperty("userId").GetString());
        Assert.Equal(hasToken ? "ada" : null, left.TryGetProperty("user", out var user) ? user.GetString() : null);

        await ada.ComeBackAsync(service.Address); // it is told neither that it left nor that it joined
        Assert.True(ada.IsRecovered);
        await bob.Peer.DoAsync("""["message",{"n":2}]""");
        Assert.Equal("message 2", await ada.ReadNewsAsync());
    }
}
