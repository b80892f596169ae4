using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace LiveFeed.Tests.Support;

/// <summary>
/// A part of the service that takes its time to stop, and a service that gives it this time. Registered last it stops first,
/// so that the web server still answers meanwhile.
/// </summary>
internal sealed class SlowToStop : IHostedService
{
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal void AddTo(IServiceCollection services) => services
        .AddSingleton<IHostedService>(this)
        .Configure<HostOptions>(host => host.ShutdownTimeout = Deadline.Time);

    /// <summary>Lets the service stop at the latest when the test ends.</summary>
    internal IDisposable UntilDisposed() => new Release(_stopped);

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => _stopped.Task.WaitAsync(cancellationToken);

    private sealed class Release(TaskCompletionSource stopped) : IDisposable
    {
        public void Dispose() => stopped.TrySetResult();
    }
}
