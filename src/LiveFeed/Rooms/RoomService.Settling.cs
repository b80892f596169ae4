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
                var count = await CountAsync(presence);
                while (Next(presence, count, out var isJoin) is { } e)
                {
                    var outcome = await _sessions.OfService.PublishAllAsync(
                        [e], answersFirst: false, CancellationToken.None);
                    if (outcome.Refusal is { } refusal)
                    {
                        return refusal;
                    }

                    lock (_lock)
                    {
                        presence.IsLogged = isJoin;
                        presence.Sequence = _log.Epochs.SequenceOf(outcome.Receipts[0].Position) ?? 0; // 0: lost meanwhile
                        presence.Seated = isJoin && presence.MemberId is { } id ? [id] : null;
                    }
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
    private FeedEvent? Next(Presence presence, int count, out bool isJoin)
    {
        var now = _time.GetUtcNow();
        lock (_lock)
        {
            isJoin = presence.IsIn;
            if (presence.IsIn == presence.IsLogged)
            {
                if (!presence.IsIn)
                {
                    Forget(presence);
                }

                return null;
            }

            presence.Since = isJoin ? now : presence.Since;
            return MembershipEvents.Make(
                presence, presence.MemberId, isJoin, isForAll: count <= _options.AnnounceUpTo, now);
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

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "A join or leave cannot be published; trying again in a second")]
        internal static partial void CannotTell(ILogger logger, Exception cause);
    }
}
