using System.Collections.Immutable;
using LiveFeed.Events;
using LiveFeed.Frames;
using LiveFeed.Scheduling;

namespace LiveFeed.Rooms;

/// <summary>
/// What was told must stay in the log while it is true: who comes later reads it there, and so does the next start. So a
/// first follower is told again before retention removes its event, and when that is no longer the last one of its topic.
/// </summary>
internal sealed partial class FollowerWatch
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(2);
    private static readonly ImmutableArray<TopicPattern> AllTold = [TopicPattern.Parse($"{Prefix}**")];

    private readonly Queue<FollowedTopic> _told = new(); // guarded by _lock; the longest not looked at first
    private long _nextLook; // the timestamp before which nothing is looked at; guarded by _lock

    // The last event of each of these topics counts.
    private async Task TakeToldAsync(ImmutableArray<TopicPattern> topics, CancellationToken cancellationToken)
    {
        var wanted = new Subscription { Topics = topics, Broadcasts = false };
        var found = await _log.FindLastAsync(1, wanted, cancellationToken);
        for (ReadOnlyMemory<long> rest = found.Sequences; !rest.IsEmpty;)
        {
            var page = await _log.PickAsync(rest, cancellationToken);
            foreach (var frame in page.Frames)
            {
                TakeTold(frame);
            }

            rest = rest[page.Looked..];
        }
    }

    private void TakeTold(EventFrame frame)
    {
        var topic = frame.Event.Topic!.Value;
        var name = topic.Value[Prefix.Length..];
        var isFirst = frame.Event.Name == FirstFollower;
        lock (_lock)
        {
            if (!_topics.TryGetValue(name, out var told))
            {
                if (!isFirst)
                {
                    return;
                }

                _topics[name] = told = new FollowedTopic(name, topic);
            }

            if (frame.Sequence > told.ToldAs) // otherwise this node has told something since
            {
                (told.IsTold, told.ToldAs, told.ToldAt) = (isFirst, frame.Sequence, frame.Event.Time);
                ListAndLook(told);
            }
        }
    }

    // Another node has told something of these, or the store is another one. If that cannot be read, they are found again.
    private async Task TakeChangedAsync(List<FollowedTopic> changed)
    {
        try
        {
            if (changed.Count > 0)
            {
                await TakeToldAsync([.. changed.Select(topic => TopicPattern.Of(topic.Topic))], CancellationToken.None);
            }
        }
        catch (Exception e)
        {
            Log.CannotRead(_logger, e);
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

    private void ListAndLook(FollowedTopic topic)
    {
        if (topic.IsTold)
        {
            List(topic);
        }

        Look(topic);
    }

    // Finds as many as one turn tells, so that what is news does not wait behind them. Returns those of which something was
    // told that is not known here.
    private List<FollowedTopic> FindAging(long now)
    {
        var changed = new List<FollowedTopic>();
        if (now < _nextLook)
        {
            return changed;
        }

        var utc = _time.GetUtcNow();
        var head = _log.Head; // before what is latest: what is told up to here is known then
        var looks = 0;
        for (var rest = _told.Count; rest > 0 && looks < MaxLooks && _waiting.Count + changed.Count < MaxEvents; rest--)
        {
            var topic = _told.Dequeue();
            if (!topic.IsTold)
            {
                topic.IsListed = false;
                continue;
            }

            looks++;
            var latest = _log.LatestOf(topic.Topic, topic.Name);
            var isLost = latest < topic.ToldAs && topic.ToldAs <= head;
            if (latest > topic.ToldAs)
            {
                changed.Add(topic);
            }
            else if (topic.LeftAt is null && (isLost || _log.IsAging(topic.Topic, topic.ToldAs, utc - topic.ToldAt)))
            {
                (topic.IsListed, topic.IsAging) = (false, true);
                Wait(topic);
                continue;
            }

            _told.Enqueue(topic);
        }

        _nextLook = _waiting.Count + changed.Count < MaxEvents ? _time.TimestampIn(LookEvery) : now;
        return changed;
    }
}
