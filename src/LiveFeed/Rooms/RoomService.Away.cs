using LiveFeed.Clients;
using LiveFeed.Scheduling;

namespace LiveFeed.Rooms;

/// <summary>Members whose connections are lost.</summary>
internal sealed partial class RoomService
{
    // Max leaves that one turn of the timer begins.
    private const int LeavesAtOnce = 1_000;

    // Who has something to do at which timestamp: leave, or try again. Guarded by _lock. A member that came back meanwhile
    // has another AwayCount by then.
    private readonly PriorityQueue<(Presence Presence, int? AwayCount), long> _due = new();
    private readonly ITimer _timer;
    private bool _isStopping; // guarded by _lock

    /// <summary>
    /// A connection has ended: a member that has no other leaves after <see cref="RoomsOptions.LeaveAfter"/>. The service
    /// calls it for every client that leaves the hub.
    /// </summary>
    internal void Lost(FeedClient client) => Lost(client, mayComeBack: true);

    /// <summary>Those who were in when the service ended may come back from now on.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (_shared is not null)
        {
            return; // they are at other nodes, or at one that is gone
        }

        foreach (var one in await _log.ReadMembershipsAsync(cancellationToken))
        {
            if (!RoomName.TryParse(one.Room, out var room, out _))
            {
                continue;
            }

            lock (_lock)
            {
                var presence = PresenceOf(room, one.UserId);
                (presence.Username, presence.Since, presence.MemberId) = (one.Username, one.Since, one.MemberId);
                presence.IsLogged = presence.IsAway = true;
                SettleIn(_options.LeaveAfter, presence, presence.AwayCount);
            }
        }
    }

    /// <summary>From now on nobody leaves: the members come back to the next start, or leave then.</summary>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        Stop();
        return Task.CompletedTask;
    }

    private void Stop()
    {
        lock (_lock)
        {
            _isStopping = true;
            _due.Clear();
        }
    }

    // On the task of the client's transport.
    private void Changed(FeedClient client, DisconnectReason? left)
    {
        if (left == DisconnectReason.Shutdown)
        {
            Stop();
        }

        if (left is { } reason)
        {
            Lost(client, mayComeBack: reason != DisconnectReason.Kicked);
        }
    }

    private void Lost(FeedClient client, bool mayComeBack)
    {
        var changed = new List<Presence>();
        lock (_lock)
        {
            if (!_clients.Remove(client, out var own))
            {
                return;
            }

            foreach (var presence in own.Presences)
            {
                presence.Connections.Remove(client);
                presence.MemberId = client.MemberId;
                presence.SaidLeave = presence.Connections.Count == 0 && !mayComeBack ? client : null;
                if (presence.Connections.Count == 0 && mayComeBack)
                {
                    presence.IsAway = true;
                    SettleIn(_options.LeaveAfter, presence, ++presence.AwayCount);
                }

                if (_shared is not null || !presence.IsIn)
                {
                    changed.Add(presence);
                }
            }
        }

        Settle(changed);
    }

    // The caller holds the lock. Without a count it is a second attempt.
    private void SettleIn(TimeSpan delay, Presence presence, int? awayCount = null)
    {
        if (_isStopping)
        {
            return;
        }

        var due = _time.TimestampIn(delay);
        var isFirst = !_due.TryPeek(out _, out var first) || due < first;
        _due.Enqueue((presence, awayCount), due);
        if (isFirst)
        {
            SetTimer();
        }
    }

    private void SetTimer()
    {
        if (_due.TryPeek(out _, out var first))
        {
            _timer.FireAt(first, _time);
        }
    }

    private void LeaveThoseDue()
    {
        var due = new List<Presence>();
        lock (_lock)
        {
            var now = _time.GetTimestamp();
            while (due.Count < LeavesAtOnce && _due.TryPeek(out var one, out var moment) && moment <= now)
            {
                _due.Dequeue();
                if (one.AwayCount is null)
                {
                    one.Presence.IsRetried = false;
                    due.Add(one.Presence);
                }
                else if (one.Presence.IsAway && one.Presence.AwayCount == one.AwayCount)
                {
                    one.Presence.IsAway = false;
                    due.Add(one.Presence);
                }
            }

            SetTimer();
        }

        Settle(due);
    }

    private void Settle(List<Presence> presences)
    {
        foreach (var presence in presences)
        {
            _ = SettleOrRetryAsync(presence);
        }
    }
}
