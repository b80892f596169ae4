using System.Text.Json;
using LiveFeed.Events;
using LiveFeed.Scheduling;

namespace LiveFeed.Rooms;

/// <summary>Tells what waits, some of it a turn.</summary>
internal sealed partial class FollowerWatch
{
    private async Task TurnAsync()
    {
        List<FollowedTopic> changed;
        List<(FollowedTopic Topic, bool IsFirst)> told;
        lock (_lock)
        {
            if (_isTurning || _isStopped)
            {
                return;
            }

            _isTurning = true;
            changed = FindAging(_time.GetTimestamp());
            told = Take();
        }

        var isIdle = changed.Count + told.Count == 0; // before those that other nodes follow are taken out
        await TakeChangedAsync(changed);
        var isPublished = await TryTellAsync(told);
        lock (_lock)
        {
            _isTurning = false;
            _nextTurn = _time.TimestampIn(!isPublished ? Retry : isIdle ? TimeSpan.Zero : PauseAfter(told.Count));
            foreach (var (topic, isFirst) in told)
            {
                Told(topic, isFirst, isPublished);
            }

            Schedule();
        }
    }

    // A turn tells at least one, which may be more than the rate allows for.
    private TimeSpan PauseAfter(int told) => TimeSpan.FromSeconds(
        Math.Max(1.0 / TurnsPerSecond, (double)told / _options.FollowerEventsPerSecond));

    // What became of it meanwhile was not known to be news. The caller holds the lock, as below.
    private void Told(FollowedTopic topic, bool isFirst, bool isPublished)
    {
        topic.IsWaiting = false;
        if (!isPublished)
        {
            Wait(topic);
            return;
        }

        topic.IsTold = isFirst;
        ListAndLook(topic);
    }

    private List<(FollowedTopic Topic, bool IsFirst)> Take()
    {
        var now = _time.GetTimestamp();
        while (_left.TryPeek(out var gone) && gone.LeftAt + _time.TicksOf(_options.LeaveAfter) <= now)
        {
            _left.Dequeue();
            if (gone.Topic.LeftAt == gone.LeftAt)
            {
                Wait(gone.Topic);
            }
        }

        var taken = new List<(FollowedTopic Topic, bool IsFirst)>();
        for (var looks = 0; looks < MaxLooks && taken.Count < MaxEvents && _waiting.TryDequeue(out var topic); looks++)
        {
            var isFollowed = IsFollowed(topic);
            if (isFollowed ? !topic.IsTold || topic.IsAging : topic.IsTold && IsGoneLong(topic, now))
            {
                taken.Add((topic, isFollowed)); // it waits until it is told
                continue;
            }

            topic.IsWaiting = false;
            ListAndLook(topic);
        }

        return taken;
    }

    private bool IsGoneLong(FollowedTopic topic, long now) =>
        topic.LeftAt is { } left && left + _time.TicksOf(_options.LeaveAfter) <= now;

    private void Wait(FollowedTopic topic)
    {
        if (!topic.IsWaiting)
        {
            topic.IsWaiting = true;
            _waiting.Enqueue(topic);
            Schedule();
        }
    }

    private void Schedule()
    {
        if (_isTurning || _isStopped)
        {
            return; // the turn does it at its end
        }

        if (_waiting.Count > 0)
        {
            _timer.FireAt(_nextTurn, _time);
        }
        else if (_left.Count + _told.Count > 0)
        {
            var gone = _left.TryPeek(out var left) ? left.LeftAt + _time.TicksOf(_options.LeaveAfter) : long.MaxValue;
            var look = _told.Count > 0 ? _nextLook : long.MaxValue;
            _timer.FireAt(Math.Max(_nextTurn, Math.Min(gone, look)), _time);
        }
    }

    private async Task<bool> TryTellAsync(List<(FollowedTopic Topic, bool IsFirst)> told)
    {
        try
        {
            await AskOthersAsync(told);
            if (told.Count == 0)
            {
                return true;
            }

            var now = _time.GetUtcNow();
            var outcome = await _session.PublishAllAsync(
                [.. told.Select(one => Event(one.Topic, one.IsFirst, now))], answersFirst: false, CancellationToken.None);
            lock (_lock)
            {
                for (var i = 0; i < outcome.Receipts.Count; i++)
                {
                    var sequence = _log.Epochs.SequenceOf(outcome.Receipts[i].Position) ?? 0; // 0: lost meanwhile
                    (told[i].Topic.ToldAs, told[i].Topic.ToldAt) = (sequence, now);
                }
            }

            return outcome.Refusal is null;
        }
        catch (Exception e)
        {
            Log.CannotTell(_logger, e);
            return false;
        }
    }

    // Takes out the topics that other nodes follow, and all that nobody follows here when a node does not answer: it is
    // asked again as late as the last follower is told, unless it counts as dead by then.
    private async Task AskOthersAsync(List<(FollowedTopic Topic, bool IsFirst)> told)
    {
        string[] left = [.. told.Where(one => !one.IsFirst).Select(one => one.Topic.Name)];
        if (left.Length == 0)
        {
            return;
        }

        var elsewhere = await _backplane.FindFollowedElsewhereAsync(left, CancellationToken.None);
        bool IsOut((FollowedTopic Topic, bool IsFirst) one) =>
            !one.IsFirst && (elsewhere is null || elsewhere.Contains(one.Topic.Name));
        lock (_lock)
        {
            foreach (var (topic, _) in told.Where(IsOut))
            {
                (topic.IsWaiting, topic.IsTold, topic.LeftAt) = (false, elsewhere is null, null);
                ListAndLook(topic);
            }
        }

        told.RemoveAll(IsOut);
    }

    private static FeedEvent Event(FollowedTopic topic, bool isFirst, DateTimeOffset now) => new()
    {
        Topic = topic.Topic,
        Name = isFirst ? FirstFollower : LastFollower,
        Key = topic.Name, // who was away needs only the latest
        Data = EventData.Json(
            [.. "{\"topic\":\""u8, .. JsonEncodedText.Encode(topic.Name).EncodedUtf8Bytes, .. "\"}"u8]),
        Time = now,
    };
}
