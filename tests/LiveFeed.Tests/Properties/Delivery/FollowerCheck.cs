using System.Globalization;
using System.Text.Json;
using LiveFeed.Events;

namespace LiveFeed.Tests.Properties.Delivery;

/// <summary>What one client was sent, against what it was to have.</summary>
internal sealed class FollowerCheck(FeedRun run, Follower follower)
{
    private readonly List<Published> _events = [];
    private readonly List<(long After, long Before)> _gaps = [];
    private readonly Subscription _subscription = follower.Client!.Subscription;
    private bool _beginsAnew;
    private long _cursor = follower.Client.Start.Position.Sequence;

    // Its queue held whatever came and nothing was trimmed under it: it was never behind, so nothing may be left out.
    private bool WasNeverBehind => follower.Request.After is null && HadRoom;

    private bool HadRoom => run.Setup.QueueLength == FeedSetup.Endless && run.Reference.Trimmed == 0;

    /// <summary>Where a browser would go on after what a client has received.</summary>
    internal static Position LastSeen(Follower follower)
    {
        var last = EventStreamParser.Parse(follower.Received).Select(seen => seen.LastEventId).LastOrDefault("");
        return Position.TryParse(last, out var position) ? position : follower.Client!.Start.Position;
    }

    internal void Run()
    {
        foreach (var seen in EventStreamParser.Parse(follower.Received))
        {
            Take(seen);
        }

        CheckBeginning();
        CheckNothingIsMissing();
        CheckEphemeral();
    }

    private void Take(SeenEvent seen)
    {
        if (seen.Name == "livefeed.gap")
        {
            TakeGap(JsonSerializer.Deserialize<JsonElement>(seen.Data));
        }
        else if (seen.Name == SeenEvent.Nothing)
        {
            Assert.True(
                Sequence(seen.LastEventId) >= _cursor, $"a heartbeat goes back from {_cursor} to {seen.LastEventId}");
            _cursor = Sequence(seen.LastEventId);
        }
        else
        {
            var published = run.Published[int.Parse(seen.Data, CultureInfo.InvariantCulture)];
            Assert.True(ReferenceLog.IsFor(published.Event, _subscription), $"{seen} is not for {_subscription.ClientId}");
            Assert.DoesNotContain(published, _events);
            if (published.Sequence is { } sequence)
            {
                Assert.Equal(sequence, Sequence(seen.LastEventId));
                Assert.True(sequence > _cursor, $"{seen} comes after {_cursor}");
                _cursor = sequence;
            }

            _events.Add(published);
        }
    }

    private void TakeGap(JsonElement gap)
    {
        Assert.True(Position.TryParse(gap.GetProperty("after").GetString()!, out var after));
        Assert.True(Position.TryParse(gap.GetProperty("before").GetString()!, out var before));
        if (gap.GetProperty("reason").GetString() is "epoch" or "lost")
        {
            // It starts from the beginning, as this log never gave out its position.
            Assert.DoesNotContain(_events, one => one.Sequence is not null);
            Assert.Equal(follower.Request.After, after);
            Assert.Equal(1, before.Sequence);
            Assert.False(follower.Client!.Start.Resumed);
            (_cursor, _beginsAnew) = (0, true);
            return;
        }

        Assert.InRange(before.Sequence - 1, after.Sequence + 1, run.Reference.Trimmed);
        Assert.True(
            after.Sequence >= (_events.LastOrDefault(one => one.Sequence is not null)?.Sequence ?? 0),
            "a gap begins after what it has");
        _gaps.Add((after.Sequence, before.Sequence));
    }

    private void CheckBeginning()
    {
        var start = follower.Client!.Start;
        Assert.True(
            start.Resumed
                ? start.Position == follower.Request.After
                : follower.Request.After is null || _beginsAnew || follower.HasEnded);
        if (follower.Request.After is null && run.Lasts.TryGetValue(_subscription.ClientId!, out var last))
        {
            var first = _events
                .Select(one => one.Sequence)
                .Where(sequence => sequence <= last.Since)
                .Select(sequence => sequence!.Value)
                .ToList();

            // The last events are read a page at a time. An event that is trimmed before its page is read is no longer one
            // of them.
            var expected = last.First.Where(sequence =>
                sequence > run.Reference.Trimmed || first.Contains(sequence)).ToList();
            Assert.Equal(follower.HasEnded ? expected.Take(first.Count) : expected, first);
        }
    }

    private void CheckNothingIsMissing()
    {
        var since = follower.Request.After is null
            ? run.Lasts.TryGetValue(_subscription.ClientId!, out var last) ? last.Since : follower.Since
            : _beginsAnew ? 0 : follower.Client!.Start.Position.Sequence;
        var until = follower.HasEnded ? _cursor : run.Reference.Last;
        foreach (var one in run.Published.Where(one =>
            one.Sequence > since && one.Sequence <= until && ReferenceLog.IsFor(one.Event, _subscription)))
        {
            Assert.True(
                _events.Contains(one) || _gaps.Any(gap => gap.After < one.Sequence && one.Sequence < gap.Before) ||
                IsConflated(one),
                $"{_subscription.ClientId} lacks {one.Sequence} of {until}");
        }
    }

    private bool IsConflated(Published one) =>
        (!WasNeverBehind || follower.Client!.IsPaced) && one.Event is { Key: not null, To: null } &&
        run.Published.Any(later => later.Sequence > one.Sequence && ReferenceLog.Supersedes(later.Event, one.Event));

    // They have no place in the log, but an order. Every connected client gets them, unless it was behind.
    private void CheckEphemeral()
    {
        var received = _events.Where(one => one.Event.Ephemeral).ToList();
        Assert.All(received, one => Assert.True(one.Joined >= follower.Client!.Number));
        if (!HadRoom)
        {
            return;
        }

        Assert.Equal(received.OrderBy(one => one.Number), received);
        if (!follower.HasEnded)
        {
            var sent = run.Published
                .Where(one => one.Event.Ephemeral && one.Joined >= follower.Client!.Number)
                .Where(one => ReferenceLog.IsFor(one.Event, _subscription))
                .ToList();
            Assert.Equal(sent.Where(one => received.Contains(one) || !WasReplaced(one, sent)), received);
        }

        if (WasNeverBehind)
        {
            var later = _events.Where((one, i) => one.Sequence is not null && _events.Take(i).Any(before =>
                before.Event.Ephemeral && before.Before >= one.Sequence));
            Assert.Empty(later);
        }
    }

    // Within a window of a client that has one of its own.
    private bool WasReplaced(Published one, List<Published> sent) =>
        follower.Client!.IsPaced && one.Event is { Key: not null, To: null } &&
        sent.Any(later => later.Number > one.Number && ReferenceLog.Supersedes(later.Event, one.Event));

    private long Sequence(string id)
    {
        Assert.True(Position.TryParse(id, out var position), id);
        Assert.Equal(run.Log.Epoch, position.Epoch);
        return position.Sequence;
    }
}
