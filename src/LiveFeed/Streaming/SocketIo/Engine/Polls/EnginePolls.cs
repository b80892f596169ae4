namespace LiveFeed.Streaming.SocketIo.Engine.Polls;

/// <summary>The polls of one connection. Max one waits; max one is sent something. Any thread.</summary>
internal sealed class EnginePolls
{
    private readonly Lock _lock = new();
    private EnginePoll? _waiting; // guarded by _lock, like all below
    private TaskCompletionSource<EnginePoll?>? _awaited; // whoever has the connection's gate waits for a poll
    private TaskCompletionSource? _begun; // completed by the next poll
    private bool _isProbed; // a WebSocket is about to take over
    private bool _isOver;

    /// <summary>A poll waits, and nobody has something for it.</summary>
    internal bool IsWaiting
    {
        get
        {
            lock (_lock)
            {
                return _waiting is not null;
            }
        }
    }

    /// <summary>Polls must end soon, so that the client can upgrade.</summary>
    internal bool IsProbed
    {
        get
        {
            lock (_lock)
            {
                return _isProbed;
            }
        }
    }

    /// <summary>What the client sends meanwhile.</summary>
    internal EnginePosts Posts { get; } = new();

    /// <summary>A poll has come.</summary>
    internal PollEntry Begin(EnginePoll poll)
    {
        lock (_lock)
        {
            if (_isOver || _waiting is not null)
            {
                return _isOver ? PollEntry.Over : PollEntry.Second;
            }

            _begun?.TrySetResult();
            _begun = null;
            var awaited = _awaited;
            _awaited = null;
            if (awaited?.TrySetResult(poll) != true)
            {
                _waiting = poll;
            }

            return PollEntry.Waits;
        }
    }

    /// <summary>Takes the poll that waits; null without one.</summary>
    internal EnginePoll? TryTake()
    {
        lock (_lock)
        {
            return Take_NeedsLock();
        }
    }

    /// <summary>Takes this poll, if it waits.</summary>
    internal bool TryTake(EnginePoll poll)
    {
        lock (_lock)
        {
            return ReferenceEquals(_waiting, poll) && Take_NeedsLock() is not null;
        }
    }

    /// <summary>
    /// Takes a poll as soon as one waits; null when none will, or the wait was cut off. One task at a time.
    /// </summary>
    internal async ValueTask<EnginePoll?> TakeAsync(CancellationToken cutOff)
    {
        TaskCompletionSource<EnginePoll?> awaited;
        lock (_lock)
        {
            if (_isOver || _waiting is not null)
            {
                return Take_NeedsLock();
            }

            awaited = _awaited = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        await using (cutOff.UnsafeRegister(
            static it => ((TaskCompletionSource<EnginePoll?>)it!).TrySetResult(null), awaited))
        {
            return await awaited.Task;
        }
    }

    /// <summary>Completes when a poll waits or has come.</summary>
    internal Task BegunAsync()
    {
        lock (_lock)
        {
            return _isOver || _waiting is not null
                ? Task.CompletedTask
                : (_begun ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }

    /// <summary>A WebSocket is about to take over, or is not any more.</summary>
    /// <returns>The poll that waits.</returns>
    internal EnginePoll? Probe(bool isProbed)
    {
        lock (_lock)
        {
            _isProbed = isProbed;
            return isProbed ? Take_NeedsLock() : null;
        }
    }

    /// <summary>From now on no poll waits.</summary>
    /// <returns>The one that waits now.</returns>
    internal EnginePoll? End()
    {
        lock (_lock)
        {
            _isOver = true;
            _awaited?.TrySetResult(null);
            _begun?.TrySetResult();
            return Take_NeedsLock();
        }
    }

    private EnginePoll? Take_NeedsLock()
    {
        var waiting = _waiting;
        _waiting = null;
        return waiting;
    }
}
