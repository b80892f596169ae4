using LiveFeed.Access.Authorization;
using LiveFeed.Events;
using LiveFeed.Log;
using LiveFeed.Scheduling;
using Microsoft.Extensions.Options;

namespace LiveFeed.Streaming.SocketIo.Recovery;

/// <summary>
/// Decides whether a client that is back can go on where it was: its state is there and in time, its credentials are of the
/// same user and may still follow its topics, and no event that it missed is lost. Any thread.
/// </summary>
internal sealed class SocketRecovery(
    RecoveryStore store, RecoveryClaims claims, IEventLog log, LowPriorityWork work, IOptions<RecoveryOptions> options)
{
    internal bool IsOn => options.Value.Enabled;

    internal RecoveryStore Store => store;

    internal LogEpochs Epochs => log.Epochs;

    /// <summary>The position of the newest event.</summary>
    internal Position Now => log.Epochs.PositionOf(log.Head);

    internal void Release(RecoveryClaim claim) => claims.Release(claim);

    /// <summary>A state for a client that begins anew.</summary>
    internal async ValueTask<RecoveryClaim> BeginAsync(CancellationToken cancellationToken) =>
        (await claims.TakeAsync(RecoverySecret.New(), cancellationToken))!; // nobody else has a new secret

    /// <param name="ns">The namespace that it asks for.</param>
    /// <param name="pid">The secret that it says.</param>
    /// <param name="offset">The last position that it was told.</param>
    /// <param name="caller">Its credentials.</param>
    /// <param name="cancellationToken">The connection has ended.</param>
    /// <returns>Null when it must begin anew.</returns>
    internal async ValueTask<Recoverable?> FindAsync(
        string ns, string pid, string offset, Caller caller, CancellationToken cancellationToken)
    {
        if (!IsOn || RecoverySecret.Of(pid) is not { } secret || !Position.TryParse(offset, out var after) ||
            await claims.TakeAsync(secret, cancellationToken) is not { } claim)
        {
            return null;
        }

        try
        {
            if (await FindAsync(claim, ns, after, caller, cancellationToken) is { } found)
            {
                return found;
            }
        }
        catch
        {
            claims.Release(claim);
            throw;
        }

        claims.Release(claim);
        return null;
    }

    private async ValueTask<Recoverable?> FindAsync(
        RecoveryClaim claim, string ns, Position after, Caller caller, CancellationToken cancellationToken)
    {
        await log.ReachAsync(after, cancellationToken); // another node may have told it, and this one be behind
        if (await store.FindAsync(claim.Secret, cancellationToken) is not { } state || state.Namespace != ns ||
            state.User != caller.User || state.Key != caller.Key)
        {
            return null;
        }

        var found = new Recoverable(claim, state, after);
        return caller.MayFollow([.. found.Followed.Select(one => one.Pattern)]) is null &&
            await work.RunAsync(() => IsWholeAsync(found, caller.User, cancellationToken), cancellationToken)
            ? found
            : null;
    }

    // Reads all that it missed, which the hub then reads again: a gap must be known before the client is told that it is
    // back.
    private async Task<bool> IsWholeAsync(Recoverable found, string? user, CancellationToken cancellationToken)
    {
        if (log.Epochs.SequenceOf(found.After) is not { } sequence || sequence > log.Head ||
            log.LossAt(sequence) is not null || found.IsBelowFloor(log.Epochs, sequence))
        {
            return false;
        }

        var missed = new Subscription
        {
            Topics = [.. found.Followed.Select(one => one.Pattern)],
            MemberId = found.State.Id,
            User = user,
        };
        for (var (through, isEnd) = (sequence, false); !isEnd;)
        {
            var page = await log.ReadAsync(through, missed, ReadLimits.PageEvents, conflate: true, cancellationToken);
            if (page.Gap is not null)
            {
                return false;
            }

            (through, isEnd) = (page.Through, page.ReachedEnd);
        }

        return true;
    }
}
