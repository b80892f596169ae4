using Microsoft.Extensions.Hosting;

namespace LiveFeed.Scheduling;

/// <summary>
/// Whether the service stops. That begins with the first signal, while streams are still ended one by one, and in any case
/// with the host's own stop. From then on nobody new is let in. Any thread.
/// </summary>
internal sealed class ServiceStop(IHostApplicationLifetime host)
{
    private int _begun; // by Interlocked

    internal bool HasBegun => Volatile.Read(ref _begun) == 1 || host.ApplicationStopping.IsCancellationRequested;

    /// <returns>True for the first caller, unless the host stops already.</returns>
    internal bool TryBegin() =>
        Interlocked.Exchange(ref _begun, 1) == 0 && !host.ApplicationStopping.IsCancellationRequested;
}
