using System.Globalization;
using System.Text.Json;
using LiveFeed.Events;
using LiveFeed.Frames;
using LiveFeed.Memory;
using LiveFeed.Streaming.SocketIo.Feed;
using LiveFeed.Streaming.SocketIo.Packets;
using LiveFeed.Streaming.SocketIo.Recovery;

namespace LiveFeed.Streaming.SocketIo;

/// <summary>
/// Keeps the client's state in the log: when it connects, when its rooms or topics change (before that is acknowledged), and
/// when it is lost.
/// </summary>
internal sealed partial class ClientSocket
{
    private RecoveryClaim? _claim; // null when its state cannot be recovered
    private SemaphoreSlim? _saveTurn; // the states of one client are written in their order; null without a claim
    private FollowedTopics? _topics; // as before
    private int _turn; // as the state has it
    private bool _isLostSaved; // written and read within the turn of saving

    /// <returns>What the client must say to have its state back; null when it cannot.</returns>
    private async ValueTask<string?> BeginRecoveryAsync(JoinAttempt attempt)
    {
        if (attempt.Found is { } found)
        {
            _turn = found.State.Turn + 1;
            _requests!.Rooms.Restore(
                found.Rooms, found.State.Topics.Select(one => TopicPattern.Parse(one.Name)));
        }

        if (attempt.Claim is not { } claim)
        {
            return null;
        }

        (_claim, _saveTurn, _topics) = (claim, new SemaphoreSlim(1, 1), new FollowedTopics(attempt.Found?.State));
        if (!await SaveAsync())
        {
            _claim = null;
            services.Recovery.Release(claim);
            return null;
        }

        claim.Save = async () => await SaveAsync();
        claim.EndBy(connection.Abort);
        _requests!.Rooms.Changed = RoomsChangedAsync;
        _requests.Unfollowed = UnfollowedAsync;
        return claim.Secret.Text;
    }

    private async ValueTask EndRecoveryAsync()
    {
        if (_claim is not { } claim)
        {
            return;
        }

        try
        {
            await SaveAsync(isLost: true);
        }
        finally
        {
            services.Recovery.Release(claim);
        }
    }

    private async ValueTask<bool> SaveAsync(bool isLost = false)
    {
        if (_claim is not { } claim)
        {
            return false;
        }

        await _saveTurn!.WaitAsync();
        try
        {
            if (_isLostSaved)
            {
                return false; // the client may be back by another connection, which has the state now
            }

            (_isLostSaved, claim.SavedAt) = (isLost, services.Feed.Time.GetTimestamp());
            return await services.Recovery.Store.SaveAsync(claim.Secret, StateNow(isLost));
        }
        finally
        {
            _saveTurn.Release();
        }
    }

    private SavedState StateNow(bool isLost) => _topics!.Put(
        new SavedState
        {
            Id = Client.MemberId,
            Namespace = Namespace,
            User = caller.User,
            Key = caller.Key,
            Rooms = [.. _requests!.Rooms.Joined.Select(one => new SavedTopic(one.Room.Text, one.After.ToString()))],
            Topics = [],
            Run = services.Recovery.Store.Run,
            Turn = _turn,
            LostAt = isLost ? services.Feed.Time.GetUtcNow().ToUnixTimeMilliseconds() : null,
            IsOver = isLost && _isOver,
        },
        Client.Subscription.Topics);

    private async ValueTask RoomsChangedAsync(JoinedRoom? left)
    {
        if (left is { } room)
        {
            _topics!.Leave(room.Room.Patterns, room.After, services.Recovery.Now);
        }

        await SaveAsync();
    }

    private async ValueTask UnfollowedAsync(IReadOnlyList<TopicPattern> topics)
    {
        if (_topics!.Remove(topics, services.Recovery.Now))
        {
            await SaveAsync();
        }
    }

    // On the pump's task: the state is written first, then the client is told that it follows the topics.
    private bool TakeSubscribed(SubscribedFrame subscribed)
    {
        _ = SaveAndTellAsync(subscribed, saves: _topics!.Add(subscribed.Topics, subscribed.Position));
        return true;
    }

    private async Task SaveAndTellAsync(SubscribedFrame subscribed, bool saves)
    {
        try
        {
            if (saves)
            {
                await SaveAsync();
            }
        }
        catch (Exception e)
        {
            Log.CannotServe(services.Logger, e);
        }

        using var payload = new PooledBuffer(subscribed.WireBytes);
        using (var json = new Utf8JsonWriter(payload, EventJson.WriterOptions))
        {
            json.WriteStartArray();
            if (subscribed.Request is null)
            {
                FeedNotices.Write(json, subscribed);
            }
            else
            {
                FeedNotices.WriteSubscribed(json, subscribed);
                json.WriteEndArray();
            }
        }

        Tell(subscribed.Request is { } id
            ? new ToldFrame(
                PacketType.Ack, long.Parse(id, CultureInfo.InvariantCulture), payload.Written.ToArray(), [])
            : new ToldFrame(PacketType.Event, null, payload.Written.ToArray(), []));
    }
}
