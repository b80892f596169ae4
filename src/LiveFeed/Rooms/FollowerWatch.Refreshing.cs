using LiveFeed.Events;
using LiveFeed.Frames;
using LiveFeed.Log;
using LiveFeed.Scheduling;

namespace LiveFeed.Rooms;

/// <summary>
/// What was told must stay in the log while it is true: who comes later reads it there, and so does the next start. So a
/// first follower is told again before retention removes its event.
/// </summary>
internal sealed partial class FollowerWatch
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(2);

    private readonly Queue<FollowedTopic> _told = new(); // guarded by _lock; the longest not looked at first
    private long _nextLook; // the timestamp before which nothing is looked at; guarded by _lock

    private async Task TakeToldAsync(CancellationToken cancellationToken)
    {
        try
        {
            var all = new Subscription { Topics = [TopicPattern.Parse($"{Prefix}**")], Broadcasts = false };
            var found = await _log.FindLastAsync(1, all, cancellationToken);
            for (ReadOnlyMemory<long> rest = found.Sequences; !rest.IsEmpty;)
            {
                var page = await _log.PickAsync(rest, cancellationToken);
                foreach (var frame in page.Frames.Where(frame => frame.Event.Name == FirstFollower))
                {
                    TakeTold(frame);
                }

                rest = rest[page.Looked..];
            }
        }
        catch (LogUnavailableException e)
        {
            Log.CannotRead(_logger, e);
        }
    }

    private void TakeTold(EventFrame frame)
    {
        var topic = frame.Event.Topic!.Value;
        var told = new FollowedTopic(topic.Value[Prefix.Length..], topic)
        {
            IsTold = true,
            ToldAs = frame.Sequence,
            ToldAt = frame.Event.Time,
        };
        lock (_lock)
        {
            if (_topics.TryAdd(told.Name, told))
            {
                List(told);
                Look(told);
            }
        }
    }

    // The caller holds the lock, as below.
    private void List(FollowedTopic topic)
    {
        topic.IsAging = false;
        if (!topic.IsListed)
        {
            topic.IsListed = true;
            _told.Enqueue(topic);
            Schedule();
        }
    }

    // Finds as many as one turn tells, so that what is news does not wait behind them.
    private void FindAging(long now)
    {
        if (now < _nextLook)
        {
            return;
        }

        var utc = _time.GetUtcNow();
        var looks = 0;
        for (var rest = _told.Count; rest > 0 && looks < MaxLooks && _waiting.Count < MaxEvents; rest--)
        {
            var topic = _told.Dequeue();
            if (!topic.IsTold)
            {
                topic.IsListed = false;
                continue;
            }

            looks++;
            if (topic.LeftAt is null && _log.IsAging(topic.Topic, topic.ToldAs, utc - topic.ToldAt))
            {
                (topic.IsListed, topic.IsAging) = (false, true);
                Wait(topic);
            }
            else
            {
                _told.Enqueue(topic);
            }
        }

        _nextLook = _waiting.Count < MaxEvents ? _time.TimestampIn(LookEvery) : now;
    }
}
