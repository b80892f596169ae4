using LiveFeed.Streaming.SocketIo.Handlers;
using LiveFeed.Streaming.SocketIo.Recovery;
using LiveFeed.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace LiveFeed.Tests.Streaming.SocketIo.Recovery;

/// <summary>A client that cannot have its state back begins anew.</summary>
public sealed class NoRecoveryTests : IAsyncDisposable
{
    private readonly ShiftedTime _time = new();
    private readonly LiveFeedServer _server;

    public NoRecoveryTests() => _server = new LiveFeedServer(
        services => services.AddSingleton<TimeProvider>(_time),
        ("SocketIo:Recovery:Enabled", "true"),
        ("SocketIo:Relay:0", "cursor"),
        ("Log:MaxEvents", "200"),
        ("Access:Anonymous", "all"),
        Credentialed.BySecret);

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData("gap")]
    [InlineData("epoch")]
    [InlineData("left")]
    [InlineData("kicked")]
    [InlineData("late")]
    [InlineData("other user")]
    [InlineData("other namespace")]
    [InlineData("wrong secret")]
    [InlineData("no position")]
    public async Task Otherwise_it_begins_anew(string why)
    {
        var token = TestToken.For("**").BySecret();
        await using var ada = await RecoveringPeer.ConnectAsync(_server.Address, token: token);
        await ada.Peer.DoAsync("""["join-room","a"]""");
        await ada.Peer.DoAsync("""["message",{"n":1}]""");
        await ada.ReadNewsAsync();
        await LoseAsync(ada, why);
        await ada.ComeBackAsync(
            _server.Address, why == "other user" ? (TestToken.For("**") with { User = "bob" }).BySecret() : null);

        Assert.False(ada.IsRecovered);
        Assert.Equal("forbidden", await ada.Peer.RefusedAsync("""["message",{"n":9}]""")); // it is in no room
        await ada.Peer.DoAsync("""["join-room","a"]""");
        await ada.Peer.DoAsync("""["message",{"n":3}]""");
        Assert.Equal("message 3", await ada.ReadOnlyAsync("message"));
    }

    [Fact]
    public async Task What_waited_for_its_turn_when_it_was_sent_away_does_not_bring_it_back()
    {
        var (begun, go, ended) = (new TaskCompletionSource(), new TaskCompletionSource(), new TaskCompletionSource());
        _server.Services.GetRequiredService<MappedNamespaces>().Map("/")
            .On("slow", async _ =>
            {
                begun.SetResult();
                await go.Task;
            })
            .OnDisconnected(_ => ended.TrySetResult());
        var token = TestToken.For("**").BySecret();
        await using var ada = await RecoveringPeer.ConnectAsync(_server.Address, token: token);
        await ada.Peer.DoAsync("""["join-room","a"]""");
        await ada.Peer.DoAsync("""["message",{"n":1}]""");
        await ada.ReadNewsAsync();
        await ada.Peer.SendAsync("""2["slow"]""");
        await begun.Task.WithinDeadline();
        await ada.Peer.SendAsync("""2["leave-room","a"]""");

        await LoseAsync(ada, "kicked");
        go.SetResult();
        await ended.Task.WithinDeadline(); // its turn was before
        await ada.ComeBackAsync(_server.Address);

        Assert.False(ada.IsRecovered);
    }

    private async Task LoseAsync(RecoveringPeer ada, string why)
    {
        switch (why)
        {
            case "left":
                await ada.Peer.SendAsync("1");
                await Deadline.UntilAsync(() => _server.Hub.Everyone.Count == 0, "it left");
                return;
            case "kicked":
                var admin = Credentialed.Bearer((TestToken.For() with { Admin = true }).BySecret());
                using (await _server.SendAsync("DELETE", "/clients?user=ada", [admin]))
                {
                    await Deadline.UntilAsync(() => _server.Hub.Everyone.Count == 0, "it was sent away");
                }

                return;
            case "epoch":
                ada.Offset = "another-5";
                break;
            case "no position":
                ada.Offset = "5";
                break;
            case "wrong secret":
                ada.Forget("abc");
                break;
            case "other namespace":
                ada.Forget((await OtherNamespaceAsync()).Secret!);
                break;
        }

        await ada.DisposeAsync();
        await Deadline.UntilAsync(() => _server.Hub.Everyone.Count == 0, "it is gone");
        if (why == "gap")
        {
            await _server.Http.PublishNumbersAsync("rooms/other", 300);
            await _server.Log.TrimAsync(default);
        }

        if (why == "late")
        {
            // Who has had the state lets go of it when it is kept, with the time of the loss.
            var claims = _server.Services.GetRequiredService<RecoveryClaims>();
            var secret = RecoverySecret.Of(ada.Secret!)!;
            claims.Release((await claims.TakeAsync(secret, TestContext.Current.CancellationToken))!);
            _time.Shift = TimeSpan.FromMinutes(3);
        }
    }

    private async Task<SocketIoPeer> OtherNamespaceAsync()
    {
        _server.Services.GetRequiredService<LiveFeed.Streaming.SocketIo.Handlers.MappedNamespaces>().Map("/other");
        await using var peer = await SocketIoPeer.ConnectAsync(_server, ns: "/other,");
        return peer;
    }
}
