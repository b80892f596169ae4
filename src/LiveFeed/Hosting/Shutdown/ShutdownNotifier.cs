using LiveFeed.Frames;
using LiveFeed.Hub;
using Microsoft.Extensions.Hosting;

namespace LiveFeed.Hosting.Shutdown;

/// <summary>
/// When the service stops, tells every client and ends its stream. The log is closed after all clients are gone.
/// </summary>
internal sealed class ShutdownNotifier(FeedHub hub, IHostApplicationLifetime lifetime) : IHostedService
{
    /// <summary>
    /// A client that does not read its last frame is cut off after this, so that a stop takes less than 5 s.
    /// </summary>
    internal static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);

    private CancellationTokenRegistration _registration;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _registration = lifetime.ApplicationStopping.Register(() => hub.CloseAll(CloseReason.Shutdown));
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken) => await _registration.DisposeAsync();
}
