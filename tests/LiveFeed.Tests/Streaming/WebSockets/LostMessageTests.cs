using System.Text.Json;
using LiveFeed.Events;
using LiveFeed.Log.Redis;
using LiveFeed.Rooms;
using LiveFeed.Scheduling;
using LiveFeed.Streaming.WebSockets.Requests;
using LiveFeed.Tests.Log.Redis;
using LiveFeed.Tests.Rooms;
using LiveFeed.Tests.Support;
using Microsoft.Extensions.Options;

namespace LiveFeed.Tests.Streaming.WebSockets;

/// <summary>Newcomers to a room after a Redis that has lost its last messages.</summary>
public sealed class LostMessageTests : IAsyncDisposable
{
    private readonly RedisNodes _nodes = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _nodes.DisposeAsync();

    [Fact]
    public async Task Messages_that_are_lost_are_shown_to_no_newcomer()
    {
        var redis = await _nodes.StartRedisAsync("--appendonly", "yes", "--appendfsync", "no");
        var node = await _nodes.StartAsync();
        using var work = new LowPriorityWork(threads: 1);
        using var recent = new RecentMessages(node, work, Options.Create(new RoomsOptions()));
        await node.AppendAsync([Message(1)], null, Token);
        using var copy = redis.Copy();
        await node.AppendAsync([Message(2)], null, Token);
        Assert.Equal([1, 2], await ReadAsync(node, recent));

        redis.Kill();
        copy.PutBack();
        await redis.RestartAsync();
        await node.AppendUntilTakenAsync(Message(3));

        Assert.Equal([1, 3], await ReadAsync(node, recent));
    }

    private static FeedEvent Message(int content) => TestEvents.Event("rooms/r") with
    {
        Data = EventData.Json(JsonSerializer.SerializeToUtf8Bytes(new { content })),
    };

    private static async Task<IEnumerable<int>> ReadAsync(RedisEventLog node, RecentMessages recent)
    {
        var json = await recent.ReadAsync(
            RoomLife.Room("r"),
            new Subscription(),
            node.Epochs.PositionOf(node.Head),
            Token);
        return JsonSerializer.Deserialize<JsonElement[]>(json)!.Select(one => one.GetProperty("content").GetInt32());
    }
}
