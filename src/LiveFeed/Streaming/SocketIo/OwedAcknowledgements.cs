using LiveFeed.Streaming.SocketIo.Packets;

namespace LiveFeed.Streaming.SocketIo;

/// <summary>The acknowledgements that one client owes to handlers. Any thread.</summary>
internal sealed class OwedAcknowledgements(TimeProvider time)
{
    private const int Most = 1_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<long, TaskCompletionSource<PacketArguments>> _owed = []; // guarded by _lock, like the next
    private long _last;
    private TaskCompletionSource _any = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completed when the client owes one.</summary>
    internal Task Any
    {
        get
        {
            lock (_lock)
            {
                return _any.Task;
            }
        }
    }

    /// <summary>Asks, and waits for the answer.</summary>
    /// <param name="ask">Sends the question with this number; false when the client is gone.</param>
    /// <param name="timeout">How long it waits.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="TimeoutException">There was no answer in time.</exception>
    /// <exception cref="OperationCanceledException">The wait was ended, or the client is gone.</exception>
    /// <exception cref="InvalidOperationException">The client owes very many already.</exception>
    internal async Task<PacketArguments> AskAsync(
        Func<long, bool> ask, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var answer = new TaskCompletionSource<PacketArguments>(TaskCreationOptions.RunContinuationsAsynchronously);
        long id;
        lock (_lock)
        {
            if (_owed.Count >= Most)
            {
                throw new InvalidOperationException($"This client owes {Most} acknowledgements already.");
            }

            id = ++_last;
            _owed.Add(id, answer);
            _any.TrySetResult();
        }

        try
        {
            return ask(id)
                ? await answer.Task.WaitAsync(timeout, time, cancellationToken)
                : throw new OperationCanceledException("The client is gone.");
        }
        finally
        {
            lock (_lock)
            {
                Remove_NeedsLock(id);
            }
        }
    }

    /// <summary>The client has answered. Nothing happens when nobody waits for it.</summary>
    internal void Answered(long id, PacketArguments arguments)
    {
        TaskCompletionSource<PacketArguments>? answer;
        lock (_lock)
        {
            answer = Remove_NeedsLock(id);
        }

        answer?.TrySetResult(arguments.Kept());
    }

    private TaskCompletionSource<PacketArguments>? Remove_NeedsLock(long id)
    {
        _owed.Remove(id, out var answer);
        if (_owed.Count == 0 && _any.Task.IsCompleted)
        {
            _any = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        return answer;
    }
}
