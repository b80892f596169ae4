using LiveFeed.Scheduling;

namespace LiveFeed.Tests.Support;

/// <summary>Keeps threads of long work busy until it is ended. What comes to that work meanwhile waits.</summary>
internal sealed class BusyWork : IDisposable
{
    private readonly ManualResetEventSlim _end = new();
    private readonly Task[] _tasks;

    internal BusyWork(LowPriorityWork work, int threads) =>
        _tasks = [.. Enumerable.Range(0, threads).Select(_ => work.RunAsync(WaitAsync, CancellationToken.None))];

    internal void End() => _end.Set();

    public void Dispose()
    {
        End();
        Task.WaitAll(_tasks);
        _end.Dispose();
    }

    private Task WaitAsync()
    {
        _end.Wait();
        return Task.CompletedTask;
    }
}
