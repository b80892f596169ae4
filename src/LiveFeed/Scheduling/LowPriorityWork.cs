using System.Collections.Concurrent;

namespace LiveFeed.Scheduling;

/// <summary>
/// Threads of their own for work that keeps a processor busy, or waits for the disk, for longer than a delivery may wait:
/// queries over the log, clients that catch up from it, and bodies that are large or compressed. Without them such work
/// would hold the thread that reads all sockets, or the thread pool, which runs the lanes. Live delivery goes before them on
/// a busy processor (<see cref="ThreadPriorities"/>). What is started here goes on here after each <c>await</c>. Any thread.
/// </summary>
internal sealed class LowPriorityWork : TaskScheduler, IDisposable
{
    private static int _busy; // of all such threads of the process; by Interlocked

    [ThreadStatic]
    private static bool _isHere;

    private readonly BlockingCollection<Task> _tasks = [];

    /// <param name="threads">How many pieces of work run at once.</param>
    internal LowPriorityWork(int threads)
    {
        for (var i = 0; i < threads; i++)
        {
            new Thread(Work) { IsBackground = true, Name = "LiveFeed long work" }.Start();
        }
    }

    /// <summary>One a processor: more would compete with each other, and with what is to go first.</summary>
    internal static int DefaultThreads => Environment.ProcessorCount;

    /// <summary>The calling thread is for long work.</summary>
    internal static bool IsHere => _isHere;

    /// <summary>
    /// Some is being done: who yields its processor gives it to that, for as long as a thread may run at once, which can be
    /// milliseconds.
    /// </summary>
    internal static bool IsGoingOn => Volatile.Read(ref _busy) > 0;

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
