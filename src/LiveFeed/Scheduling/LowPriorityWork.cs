using System.Collections.Concurrent;

namespace LiveFeed.Scheduling;

/// <summary>
/// Separate threads for long work: it keeps a processor busy, or waits for the disk, for longer than a delivery may wait:
/// queries over the log, clients that catch up from it, and bodies that are large or compressed. Without them such work
/// would block the thread that reads all sockets, or the thread pool, which runs the lanes. On a busy processor, live
/// delivery goes first (<see cref="ThreadPriorities"/>). Work that starts here continues here after each <c>await</c>.
/// Any thread.
/// </summary>
internal sealed class LowPriorityWork : TaskScheduler, IDisposable
{
    private static int _busy; // the number of such threads that run a task, of the whole process; by Interlocked

    [ThreadStatic]
    private static bool _isHere;

    private readonly BlockingCollection<Task> _tasks = [];

    /// <param name="threads">How many tasks run at once.</param>
    internal LowPriorityWork(int threads)
    {
        for (var i = 0; i < threads; i++)
        {
            new Thread(Work) { IsBackground = true, Name = "LiveFeed long work" }.Start();
        }
    }

    /// <summary>One for each processor. More would compete with each other and with live delivery.</summary>
    internal static int DefaultThreads => Environment.ProcessorCount;

    /// <summary>The calling thread is one of these threads.</summary>
    internal static bool IsHere => _isHere;

    /// <summary>
    /// Long work runs now. A thread that yields its processor gives it to that work for a whole time slice, which can be
    /// milliseconds.
    /// </summary>
    internal static bool IsGoingOn => Volatile.Read(ref _busy) > 0;

    /// <summary>Runs the work here. The returned task has its result, exception or cancellation.</summary>
    internal Task<T> RunAsync<T>(Func<Task<T>> work, CancellationToken cancellationToken) =>
        Task.Factory.StartNew(work, cancellationToken, TaskCreationOptions.None, this).Unwrap();

    /// <inheritdoc cref="RunAsync{T}"/>
    internal Task RunAsync(Func<Task> work, CancellationToken cancellationToken) =>
        Task.Factory.StartNew(work, cancellationToken, TaskCreationOptions.None, this).Unwrap();

    /// <summary>Queued tasks still run here. Later ones run on the thread pool.</summary>
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
        _isHere = true;
        ThreadPriorities.PutBehind();
        foreach (var task in _tasks.GetConsumingEnumerable())
        {
            Interlocked.Increment(ref _busy);
            TryExecuteTask(task);
            Interlocked.Decrement(ref _busy);
        }
    }
}
