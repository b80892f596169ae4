using LiveFeed.Events;
using LiveFeed.Refusals;
using Microsoft.Extensions.Logging;

namespace LiveFeed.Rooms;

/// <summary>Brings the log to what the connections say.</summary>
internal sealed partial class RoomService
{
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);

    // Null when the log says what should be, otherwise why it does not take the event now.
    private async ValueTask<Refusal?> SettleAsync(Presence presence)
    {
        await presence.Turn.WaitAsync();
        try
        {
            do
            {
                await GiveUpLostAsync(presence);
                var count = await CountAsync(presence);
                while (Next(presence, count) is { } next)
                {
                    var outcome = await _sessions.OfService.PublishAllAsync(
                        [next.Event], answersFirst: false, CancellationToken.None);
                    if (outcome.Refusal is { } refusal)
                    {
                        return refusal;
                    }

                    Taken(presence, next, outcome.Receipts[0].Position);
                }
            }
            while (!await SeatAsync(presence));

            return null;
        }
        finally
        {
            presence.Turn.Release();
        }
    }

    // The event that the log lacks. Null when it lacks none: a presence that neither is in nor was is forgotten then.
    private Change? Next(Presence presence, int count)
    {
        var now = _time.GetUtcNow();
        lock (_lock)
        {
            var isJoin = presence.IsIn;
            if (isJoin == presence.IsLogged)
            {
                if (!isJoin)
                {
                    Forget(presence);
                }

                return null;
            }

            presence.Since = isJoin ? now : presence.Since;
            var isForAll = count <= _options.AnnounceUpTo;
            return new Change(
                MembershipEvents.Make(presence, presence.MemberId, isJoin, isForAll, now),
                isJoin,
                presence.MemberId,
                _rejoins);
        }
    }

    // The log has taken the event. When all joined again meanwhile, it may have lost the event by now.
    private void Taken(Presence presence, Change change, Position position)
    {
        lock (_lock)
        {
            presence.IsLogged = change.Rejoins == _rejoins ? change.IsJoin : null;
            if (presence.IsLogged is not null)
            {
                presence.Sequence = _log.Epochs.SequenceOf(position) ?? 0; // 0: lost meanwhile
                presence.Seated = change is { IsJoin: true, MemberId: { } id } ? [id] : null;
            }
        }
    }

    // False when it is tried again later.
    private async Task<bool> SettleOrRetryAsync(Presence presence)
    {
        try
        {
            if (await SettleAsync(presence) is null)
            {
                return true;
            }
        }
        catch (Exception e)
        {
            Log.CannotTell(_logger, e);
        }

        lock (_lock)
        {
            if (!presence.IsRetried)
            {
                presence.IsRetried = true;
                SettleIn(Retry, presence);
            }
        }

        return false;
    }

    // A join or leave of a connection, made when all had joined again so often.
    private sealed record Change(FeedEvent Event, bool IsJoin, string? MemberId, int Rejoins);

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "A join or leave cannot be published; trying again in a second")]
        internal static partial void CannotTell(ILogger logger, Exception cause);
    }
}
