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

        _nextLook = _waiting.Count < MaxEvents ? TimestampIn(LookEvery) : now;
    }
}
