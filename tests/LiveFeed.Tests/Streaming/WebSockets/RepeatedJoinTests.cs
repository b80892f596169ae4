using LiveFeed.Clients.Subscribing;
using LiveFeed.Events;
using LiveFeed.Tests.Streaming.SocketIo;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Streaming.WebSockets;

/// <summary>A member that joins again, and is refused because too many changes of it are not made yet.</summary>
public sealed class RepeatedJoinTests : IAsyncDisposable
{
    private readonly TaskCompletionSource _held = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly LiveFeedServer _server;
    private FailingLog _log = null!;

    public RepeatedJoinTests() => _server = new LiveFeedServer(services => FailingLog.AddTo(services, log => _log = log));

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task It_stays_in_the_room()
    {
        await using var ada = await JsonSocket.OpenAsync(_server);
        await ada.JoinAsync("r", "ada");
        HoldChanges(ada.ClientId);
        await ada.SendAsync("""{"type":"join","room":"r","userId":"ada","id":1}""");
        await ada.SendAsync("""{"type":"message","room":"r","content":"still here"}""");
        await UntilSaidAsync();
        _held.SetResult();

        Assert.Equal(429, (await ada.ReadUntilAsync("error")).GetProperty("problem").GetProperty("status").GetInt32());
        Assert.Equal("still here", (await ada.ReadUntilAsync("message")).GetProperty("content").GetString());
        Assert.Equal(1, await MembersAsync("r"));
    }

    [Fact]
    public async Task Over_Socket_IO_it_stays_in_the_room()
    {
        await using var ada = await SocketIoPeer.ConnectAsync(_server);
        await ada.DoAsync("""["join-room","r"]""");
        HoldChanges(_server.Hub.Everyone.Snapshot().Single().Id);
        await ada.SendAsync("""21["join-room","r"]""");
        await ada.SendAsync("""2["message",{"content":"still here"}]""");
        await UntilSaidAsync();
        _held.SetResult();

        await Deadline.UntilAsync(
            async () => (await ada.ReadAsync()).Contains("still here", StringComparison.Ordinal), "its own message comes");
        Assert.Equal(1, await MembersAsync("r"));
    }

    // The first of so many changes waits for the log.
    private void HoldChanges(string clientId)
    {
        _log.Reaching = () => _held.Task;
        var addition = new SubscriptionAddition
        {
            Topics = [TopicPattern.Parse("other")],
            After = _log.Epochs.PositionOf(_log.Head),
        };
        var outcome = _server.Hub.ChangeSubscription(
            _server.Hub.Find(clientId)!, [.. Enumerable.Repeat(addition, SubscriptionChanges.MaxPending)], []);
        Assert.Equal(SubscribeOutcome.Accepted, outcome);
    }

    // Requests are handled in order: the join was refused before.
    private Task UntilSaidAsync() => Deadline.UntilAsync(
        async () =>
        {
            var page = await _log.ReadAsync(0, subscription: null, limit: 100, conflate: false, CancellationToken.None);
            return page.Frames.Any(frame => frame.Event.Name == FeedEvent.DefaultName);
        },
        "the message is kept");

    private async Task<int> MembersAsync(string room) =>
        (await _server.Http.GetJsonAsync($"/members?topic=rooms/{room}")).GetProperty("members").GetArrayLength();
}
