using System.Text.Json;
using LiveFeed.Events;

namespace LiveFeed.Tests.Properties.Delivery;

/// <summary>
/// What one client was sent, against what the stores had: within a store all that is for it, once and in order, and one gap
/// between one store and the next.
/// </summary>
internal sealed class RemoteFollowerCheck(StoreHistory stores, Follower follower)
{
    private Subscription _subscription = follower.Client!.Subscription with { Topics = follower.Request.Topics };
    private Position _at = follower.Request.After ?? follower.Client.Start.Position;
    private string _lastId = "";

    internal void Run()
    {
        foreach (var seen in EventStreamParser.Parse(follower.Received))
        {
            if (seen.Name == "livefeed.gap")
            {
                TakeGap(JsonSerializer.Deserialize<JsonElement>(seen.Data));
                continue;
            }

            if (seen.Name == "livefeed.subscribed")
            {
                TakeMarker(JsonSerializer.Deserialize<JsonElement>(seen.Data));
                continue;
            }

            if (seen.LastEventId == _lastId && seen.Name != SeenEvent.Nothing)
            {
                continue; // back-filled: SubscriptionProperties are about these
            }

            _lastId = seen.LastEventId;
            Assert.True(Position.TryParse(seen.LastEventId, out var position), seen.LastEventId);
            Assert.Equal(_at.Epoch, position.Epoch);
            Assert.Equal(seen.Name == SeenEvent.Nothing ? [] : [position.Sequence], WantedThrough(position));
            var isIt = seen.Name == SeenEvent.Nothing || stores[position]!.Data.ToString() == seen.Data;
            Assert.True(isIt, $"{seen} is another event");
            _at = position;
        }

        if (!follower.HasEnded)
        {
            Assert.Equal(stores.Current, _at.Epoch);
            Assert.Empty(WantedThrough(_at with { Sequence = stores.Head }));
        }
    }

    // Nothing that is for it stands between what it has and where the gap begins.
    private void TakeGap(JsonElement gap)
    {
        Assert.True(Position.TryParse(gap.GetProperty("after").GetString()!, out var after));
        Assert.True(Position.TryParse(gap.GetProperty("before").GetString()!, out var before));
        Assert.Equal("epoch", gap.GetProperty("reason").GetString());
        Assert.Equal(_at.Epoch, after.Epoch);
        Assert.True(after.Sequence >= _at.Sequence, $"the gap begins at {after}, before {_at}");
        Assert.Empty(WantedThrough(after));
        Assert.True(stores.IndexOf(before.Epoch) > stores.IndexOf(after.Epoch), $"{before.Epoch} came before {after.Epoch}");
        Assert.Equal(1, before.Sequence);
        _at = before with { Sequence = 0 };
    }

    // It stands where the client has come to; from there on the addition is followed.
    private void TakeMarker(JsonElement marker)
    {
        Assert.True(Position.TryParse(marker.GetProperty("position").GetString()!, out var position));
        Assert.Equal(_at.Epoch, position.Epoch);
        Assert.Empty(WantedThrough(position));
        _at = position;
        var topics = marker.GetProperty("topics").EnumerateArray().Select(topic => TopicPattern.Parse(topic.GetString()!));
        _subscription = _subscription with { Topics = [.. _subscription.Topics.Union(topics)] };
    }

    private IReadOnlyList<long> WantedThrough(Position position) =>
        stores.Wanted(_at.Epoch, _at.Sequence, position.Sequence, _subscription);
}
