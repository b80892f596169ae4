using Microsoft.Extensions.Hosting;

namespace LiveFeed.Tests.Streaming.Sse;

/// <summary>
/// A part of the service that takes its time to stop. Registered last it stops first, so that the web server still answers
/// meanwhile.
/// </summary>
internal sealed class SlowToStop : IHostedService
{
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Lets the service stop at the latest when the test ends.</summary>
    internal IDisposable UntilDisposed() => new Release(_stopped);

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => _stopped.Task.WaitAsync(cancellationToken);

    private sealed class Release(TaskCompletionSource stopped) : IDisposable
    {
        public void Dispose() => stopped.TrySetResult();
    }
}
