using LiveFeed.Hub;
using LiveFeed.Scheduling;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LiveFeed.Hosting.Shutdown;

/// <summary>
/// What listens for signals is given this in place of the host's lifetime. The first signal begins the drain, and the host
/// stops after it; the second one stops the host at once. So the host's own time for its stop begins after the drain. Any
/// thread.
/// </summary>
/// <param name="host">The host's own.</param>
/// <param name="stop">Knows whether a stop has begun.</param>
/// <param name="drain">Made when it is needed: this object is made before the settings are checked.</param>
/// <param name="logger">The log.</param>
internal sealed partial class DrainingLifetime(
    IHostApplicationLifetime host, ServiceStop stop, Lazy<Drain> drain, ILogger<DrainingLifetime> logger)
    : IHostApplicationLifetime, IDisposable
{
    private readonly CancellationTokenSource _began =
        CancellationTokenSource.CreateLinkedTokenSource(host.ApplicationStopping);

    public CancellationToken ApplicationStarted => host.ApplicationStarted;

    /// <summary>Cancelled when the drain begins, or when the host stops without one.</summary>
    public CancellationToken ApplicationStopping => _began.Token;

    public CancellationToken ApplicationStopped => host.ApplicationStopped;

    public void StopApplication()
    {
        if (host.ApplicationStarted.IsCancellationRequested && drain.Value.Time > TimeSpan.Zero && stop.TryBegin())
        {
            // A signal's thread is not ours to keep: the last frames may be written on the thread that ends a stream.
            _ = Task.Run(DrainAsync);
        }
        else
        {
            host.StopApplication();
        }
    }

    public void Dispose() => _began.Dispose();

    private async Task DrainAsync()
    {
        try
        {
            Log.Begins(logger, drain.Value.Time);
            await _began.CancelAsync();
            await drain.Value.RunAsync(host.ApplicationStopping);
        }
        catch (Exception e)
        {
            Log.Failed(logger, e);
        }
        finally
        {
            host.StopApplication();
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information,
            Message = "The service stops: the streams end within {Drain}; a second signal ends them at once")]
        internal static partial void Begins(ILogger logger, TimeSpan drain);

        [LoggerMessage(Level = LogLevel.Error, Message = "The drain failed; the service stops at once")]
        internal static partial void Failed(ILogger logger, Exception cause);
    }
}
