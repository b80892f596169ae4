using System.Text.Json;
using LiveFeed.Streaming.SocketIo.Handlers;
using LiveFeed.Tests.Streaming.Proxies;
using LiveFeed.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using SocketIOClient.Transport;

namespace LiveFeed.Tests.Streaming.SocketIo;

/// <summary>NuGet's <c>SocketIOClient</c>, which is not the official library's.</summary>
public sealed class DotNetClientTests : IAsyncDisposable
{
    private const string Key = "a key";

    private readonly LiveFeedServer _server = new(
    [
        ("Access:Anonymous", "none"),
        .. Credentialed.ApiKey(0, Key, ["**"], ["**"]),
        ("Rooms:LeaveAfter", "00:00:00.200"),
        ("SocketIo:PingInterval", "00:00:00.500"),
        ("SocketIo:Relay:0", "draw"),
    ]);

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData(TransportProtocol.Polling, false, Traits = ["length", "long"])]
    [InlineData(TransportProtocol.WebSocket, false)]
    [InlineData(TransportProtocol.Polling, true)]
    public async Task Messages_go_to_everyone_and_typing_to_the_others(TransportProtocol transport, bool upgrades)
    {
        await using var ada = await DotNetClient.ConnectAsync(_server.Address, Key, transport, upgrades);
        await using var bob = await DotNetClient.ConnectAsync(_server.Address, Key, transport, upgrades);
        Assert.Equal("a", (await ada.AskAsync("join-room", "a")).GetValue().GetProperty("room").GetString());
        await bob.AskAsync("join-room", "a");
        Assert.Equal(bob.Id, (await ada.ReadAsync("user-joined")).GetProperty("userId").GetString());

        await bob.AskAsync("message", new { text = "hello" });
        foreach (var one in new[] { ada, bob })
        {
            var message = await one.ReadAsync("message");
            Assert.Equal(("hello", bob.Id), (message.GetProperty("text").GetString(), UserOf(message)));
            Assert.Equal(JsonValueKind.Number, message.GetProperty("timestamp").ValueKind);
        }

        await bob.AskAsync("typing", true);
        var typing = await ada.ReadAsync("user-typing");
        Assert.Equal((bob.Id, true), (UserOf(typing), typing.GetProperty("isTyping").GetBoolean()));
        await ada.AskAsync("message", new { text = "the end" });
        await bob.ReadAsync("message");
        Assert.Equal(0, bob.CountOf("user-typing"));
        await bob.PingedAsync();

        await bob.LeaveAsync();
        Assert.Equal(bob.Id, UserOf(await ada.ReadAsync("user-left")));
    }

    [Theory]
    [InlineData(TransportProtocol.Polling, Traits = ["length", "long"])]
    [InlineData(TransportProtocol.WebSocket)]
    public async Task Binary_data_comes_as_it_went(TransportProtocol transport)
    {
        await using var ada = await DotNetClient.ConnectAsync(_server.Address, Key, transport);
        await using var bob = await DotNetClient.ConnectAsync(_server.Address, Key, transport);
        await ada.AskAsync("join-room", "a");
        await bob.AskAsync("join-room", "a");

        await bob.AskAsync("message", new { parts = new[] { new byte[] { 0, 255 }, [7] } });
        Assert.Equal([[0, 255], [7]], (await ada.TakeAsync("message")).InComingBytes);
        await bob.AskAsync("draw", "line", new byte[] { 9 });
        var drawn = await ada.TakeAsync("draw");
        Assert.Equal("line", drawn.GetValue<string>());
        Assert.Equal([9], drawn.GetValue<byte[]>(1));
    }

    [Theory]
    [InlineData(TransportProtocol.Polling, Traits = ["length", "long"])]
    [InlineData(TransportProtocol.WebSocket)]
    public async Task It_acknowledges_what_the_service_asks(TransportProtocol transport)
    {
        _server.Services.GetRequiredService<MappedNamespaces>().Map("/ask").On(
            "ask", async e => e.Ack(await e.Socket.EmitWithAckAsync("question", Deadline.Time, e.Arguments)));
        await using var ada = await DotNetClient.ConnectAsync(new Uri(_server.Address, "/ask"), Key, transport);
        ada.Answer("question", question => [question.GetValue<int>() + 1, "yes"]);

        var answer = await ada.AskAsync("ask", 1);
        Assert.Equal((2, "yes"), (answer.GetValue<int>(), answer.GetValue<string>(1)));
    }

    [Fact]
    public async Task A_wrong_key_is_refused()
    {
        await using var stranger = new DotNetClient(_server.Address, "none", TransportProtocol.WebSocket);
        Assert.Equal("Authentication error", await stranger.RefusedAsync());
    }

    [Theory]
    [InlineData(TransportProtocol.Polling, Traits = ["length", "long"])]
    [InlineData(TransportProtocol.WebSocket)]
    public async Task It_is_back_by_itself_after_a_cut(TransportProtocol transport)
    {
        await using var proxy = new FaultyProxy(_server.Address, seed: 1, maxBytes: 1_000) { IsHealthy = true };
        await using var ada = await DotNetClient.ConnectAsync(_server.Address, Key, transport);
        await using var bob = await DotNetClient.ConnectAsync(proxy.Address, Key, transport);
        await ada.AskAsync("join-room", "a");
        await bob.AskAsync("join-room", "a");
        var before = bob.Id;

        // A client that polls does not notice a cut between two polls, and loses nothing by it. So the network stays away
        // until the service has lost the client.
        proxy.IsDown = true;
        proxy.Cut();
        Assert.Equal(before, UserOf(await ada.ReadAsync("user-left")));
        proxy.IsDown = false;
        await bob.ReconnectedAsync();
        Assert.NotEqual(before, bob.Id);
        await bob.AskAsync("join-room", "a");
        await ada.AskAsync("message", new { text = "after" });
        Assert.Equal("after", (await bob.ReadAsync("message")).GetProperty("text").GetString());
    }

    private static string? UserOf(JsonElement told) => told.GetProperty("userId").GetString();
}
