using LiveFeed.Scheduling;

namespace LiveFeed.Tests.Scheduling;

public sealed class LowPriorityWorkTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Work_runs_on_a_thread_of_its_own_also_after_it_has_waited()
    {
        using var work = new LowPriorityWork(threads: 1);
        var threads = new List<(string? Name, bool IsPool)>();

        await work.RunAsync(
            async () =>
            {
                Note();
                await Task.Yield();
                Note();
                await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, Cancelled);
                Note();
            },
            Cancelled);

        Assert.Equal(3, threads.Count);
        Assert.All(threads, thread => Assert.Equal(("LiveFeed long work", false), thread));

        void Note() => threads.Add((Thread.CurrentThread.Name, Thread.CurrentThread.IsThreadPoolThread));
    }

    [Fact]
    public async Task No_more_runs_at_once_than_there_are_threads()
    {
        using var work = new LowPriorityWork(threads: 2);
        var (running, most) = (0, 0);
        var gate = new Lock();

        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => work.RunAsync(
            () =>
            {
                lock (gate)
                {
                    most = Math.Max(most, ++running);
                }

                Thread.Yield();
                lock (gate)
                {
                    running--;
                }

                return Task.CompletedTask;
            },
            Cancelled)));

        Assert.InRange(most, 1, 2);
    }

    [Fact]
    public async Task Results_exceptions_and_cancellation_reach_the_caller()
    {
        using var work = new LowPriorityWork(threads: 1);

        Assert.Equal(7, await work.RunAsync(() => Task.FromResult(7), Cancelled));
        await Assert.ThrowsAsync<IOException>(() =>
            work.RunAsync(() => Task.FromException(new IOException("no")), Cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            work.RunAsync(() => Task.CompletedTask, new CancellationToken(canceled: true)));
    }
}
