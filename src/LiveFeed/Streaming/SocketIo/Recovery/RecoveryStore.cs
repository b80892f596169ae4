using System.Text.Json;
using LiveFeed.Events;
using LiveFeed.Log;
using LiveFeed.Publishing;
using Microsoft.Extensions.Options;

namespace LiveFeed.Streaming.SocketIo.Recovery;

/// <summary>
/// Keeps the clients' states in the log, beside what they missed: so both survive a kill, or neither. A state is an event of
/// <c>system/socketio/{00 to ff}</c> that is for no client. Of a secret the newest one counts, but for those of connections
/// that it was taken from. Any thread.
/// <para>
/// On a log of several nodes, a client may be back at one before another has noticed that it is gone, and writes the loss
/// after that. So (1) a late state has an earlier <see cref="SavedState.Turn"/> than the one before it, and does not count,
/// in whichever order the two nodes read and write. Not closed: (2) two nodes that take the same state at the same time are
/// of the same turn, and the one that writes last counts; (3) a node that stood still writes later than
/// <see cref="OtherRuns.Late"/> after the client has come back elsewhere, and that counts.
/// </para>
/// </summary>
internal sealed class RecoveryStore(
    IEventLog log, PublishSessions sessions, OtherRuns runs, IOptions<RecoveryOptions> options, TimeProvider time)
{
    /// <summary>A state is written again after this time: its reader looks no further back.</summary>
    internal static readonly TimeSpan Refresh = TimeSpan.FromHours(1);

    private const string Event = "session";
    private const int PageEvents = 100;

    private static readonly TimeSpan Slack = TimeSpan.FromMinutes(20); // the rounds of refreshing, and clocks

    /// <summary>Names this run of the service.</summary>
    internal string Run => runs.Own;

    /// <summary>Keeps a state, as durable as the log is. False when the log does not take it now.</summary>
    internal async ValueTask<bool> SaveAsync(RecoverySecret secret, SavedState state)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(state, RecoveryJson.Default.SavedState);
        var kept = ServiceEvent.Make(
            secret.Topic,
            Event,
            new SealedState(secret.Name, secret.Seal(json)),
            RecoveryJson.Default.SealedState,
            time.GetUtcNow());
        var outcome = await sessions.OfService.PublishAllAsync(
            [kept with { To = EventTarget.Nobody }], answersFirst: false, CancellationToken.None);
        return outcome.Refusal is null;
    }

    /// <summary>The state of a client that may come back; null when there is none, or it is too late.</summary>
    /// <exception cref="LogUnavailableException">The log cannot be read.</exception>
    internal async ValueTask<SavedState?> FindAsync(RecoverySecret secret, CancellationToken cancellationToken) =>
        await FindNewestAsync(secret, cancellationToken) is { IsOver: false } state && IsInTime(state) ? state : null;

    // It was lost at a known moment, or with the run that it was connected to, or that run has not noticed yet.
    private bool IsInTime(SavedState state)
    {
        var lost = state.LostAt is { } at ? DateTimeOffset.FromUnixTimeMilliseconds(at) : runs.LastThere(state.Run);
        return time.GetUtcNow() - lost <= options.Value.MaxDisconnection;
    }

    private async ValueTask<SavedState?> FindNewestAsync(RecoverySecret secret, CancellationToken cancellationToken)
    {
        SavedState? newest = null;
        var horizon = time.GetUtcNow() - Refresh - options.Value.MaxDisconnection - Slack;
        var subscription = new Subscription
        {
            Topics = [TopicPattern.Parse(secret.Topic.Value)],
            AnyTarget = true,
            Broadcasts = false,
        };
        for (var (before, isEnd) = (log.Head + 1, false); !isEnd;)
        {
            var page = await log.ReadBackAsync(before, subscription, PageEvents, cancellationToken);
            foreach (var frame in page.Frames)
            {
                if (Open(secret, frame.Event) is { } state && (newest is null || newest.Turn < state.Turn))
                {
                    newest = state;
                    if (runs.Late is not { } late)
                    {
                        return newest;
                    }

                    horizon = frame.Event.Time - late;
                }
            }

            isEnd = page.ReachedEnd || (page.Frames.Count > 0 && page.Frames[^1].Event.Time < horizon);
            before = page.Through;
        }

        return newest;
    }

    private static SavedState? Open(RecoverySecret secret, FeedEvent e)
    {
        if (e.Name != Event || e.Data.Utf8.AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(secret.Name)) < 0)
        {
            return null;
        }

        var kept = JsonSerializer.Deserialize(e.Data.Utf8, RecoveryJson.Default.SealedState);
        return kept?.Name == secret.Name && secret.Open(kept.State) is { } json
            ? JsonSerializer.Deserialize(json, RecoveryJson.Default.SavedState)
            : null;
    }
}
