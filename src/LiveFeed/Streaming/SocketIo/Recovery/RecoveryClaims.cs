using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LiveFeed.Streaming.SocketIo.Recovery;

/// <summary>Who has which state now, and writes old states again before the log forgets them. Any thread.</summary>
internal sealed partial class RecoveryClaims(
    IOptions<RecoveryOptions> options, TimeProvider time, ILogger<RecoveryClaims> logger) : BackgroundService
{
    private static readonly TimeSpan Round = TimeSpan.FromMinutes(10);

    // An old connection that does not end in this time keeps its state: the client begins anew.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, RecoveryClaim> _bySecret = new(); // by the name of the secret

    /// <summary>Takes a state; a connection that has it is ended first. Null when that does not end in time.</summary>
    internal async ValueTask<RecoveryClaim?> TakeAsync(RecoverySecret secret, CancellationToken cancellationToken)
    {
        var claim = new RecoveryClaim(secret);
        var start = time.GetTimestamp();
        while (!_bySecret.TryAdd(secret.Name, claim))
        {
            if (_bySecret.TryGetValue(secret.Name, out var other))
            {
                other.Want();
                var left = Patience - time.GetElapsedTime(start);
                if (left <= TimeSpan.Zero || !await EndsAsync(other, left, cancellationToken))
                {
                    return null;
                }
            }
        }

        return claim;
    }

    /// <summary>The connection has ended and its state is written.</summary>
    internal void Release(RecoveryClaim claim)
    {
        _bySecret.TryRemove(KeyValuePair.Create(claim.Secret.Name, claim));
        claim.Release();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.Value.Enabled)
        {
            return;
        }

        using var timer = new PeriodicTimer(Round, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            foreach (var (_, claim) in _bySecret)
            {
                await RefreshAsync(claim);
            }
        }
    }

    private async ValueTask RefreshAsync(RecoveryClaim claim)
    {
        try
        {
            if (claim.Save is { } save && time.GetElapsedTime(claim.SavedAt) >= RecoveryStore.Refresh - Round)
            {
                await save();
            }
        }
        catch (Exception e)
        {
            Log.CannotSave(logger, e);
        }
    }

    private async ValueTask<bool> EndsAsync(RecoveryClaim other, TimeSpan patience, CancellationToken cancellationToken)
    {
        try
        {
            await other.Released.WaitAsync(patience, time, cancellationToken);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "The state of a Socket.IO client cannot be kept")]
        internal static partial void CannotSave(ILogger logger, Exception cause);
    }
}
