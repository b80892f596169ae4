using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace LiveFeed.Scheduling;

/// <summary>
/// Threads of their own for work that keeps a processor busy for longer than a delivery may wait: queries over the log, and
/// bodies that are decompressed. Without them such work would hold the thread that reads all sockets, or the thread pool, which
/// runs the lanes. The threads have a lower priority than the rest (Linux), so that live delivery goes first on a busy processor.
/// What is started here goes on here after each <c>await</c>. Any thread.
/// </summary>
internal sealed partial class LongWork : TaskScheduler, IDisposable
{
    private const int ThisThread = 0; // PRIO_PROCESS of Linux, where it means a thread
    private const int Niceness = 10; // about a tenth of the processor time of who is not nice

    private readonly BlockingCollection<Task> _tasks = [];

    /// <param name="threads">How many pieces of work run at once.</param>
    internal LongWork(int threads)
    {
        for (var i = 0; i < threads; i++)
        {
            new Thread(Work) { IsBackground = true, Name = "LiveFeed long work" }.Start();
        }
    }

    /// <summary>One a processor, and at least two, so that one that waits for the disk does not hold up the other.</summary>
    internal static int DefaultThreads => Math.Max(2, Environment.ProcessorCount);

    /// <summary>Runs it here. Its result, its exception and its cancellation are the returned task's.</summary>
    internal Task<T> RunAsync<T>(Func<Task<T>> work, CancellationToken cancellationToken) =>
        Task.Factory.StartNew(work, cancellationToken, TaskCreationOptions.None, this).Unwrap();

    /// <inheritdoc cref="RunAsync{T}"/>
    internal Task RunAsync(Func<Task> work, CancellationToken cancellationToken) =>
        Task.Factory.StartNew(work, cancellationToken, TaskCreationOptions.None, this).Unwrap();

    /// <summary>What is queued is still done here. What goes on after that is the thread pool's.</summary>
    public void Dispose() => _tasks.CompleteAdding();

    protected override void QueueTask(Task task)
    {
        try
        {
            _tasks.Add(task);
        }
        catch (InvalidOperationException)
        {
            ThreadPool.UnsafeQueueUserWorkItem(_ => TryExecuteTask(task), null);
        }
    }

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

    protected override IEnumerable<Task> GetScheduledTasks() => [.. _tasks];

    private void Work()
    {
        if (OperatingSystem.IsLinux())
        {
            _ = SetPriority(ThisThread, 0, Niceness); // refused, it is as nice as the others
        }

        foreach (var task in _tasks.GetConsumingEnumerable())
        {
            TryExecuteTask(task);
        }
    }

    [LibraryImport("libc", EntryPoint = "setpriority")]
    private static partial int SetPriority(int which, int who, int priority);
}
