namespace LiveFeed.Streaming.SocketIo.Recovery;

/// <summary>
/// A connection has the state of one secret, as long as it lasts. A client that is back before its old connection was seen
/// to break ends that one.
/// </summary>
internal sealed class RecoveryClaim(RecoverySecret secret)
{
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Action? _end; // written once, by the connection
    private volatile bool _isUnwanted;

    internal RecoverySecret Secret => secret;

    /// <summary>Completed when the connection has ended and its state is written.</summary>
    internal Task Released => _released.Task;

    /// <summary>Writes the state again. Set by the connection; null until it is connected.</summary>
    internal Func<ValueTask>? Save { get; set; }

    /// <summary>When the state was written last, as a timestamp.</summary>
    internal long SavedAt { get; set; }

    /// <summary>The connection says how it is ended, which may be at once.</summary>
    internal void EndBy(Action end)
    {
        Volatile.Write(ref _end, end);
        Interlocked.MemoryBarrier();
        if (_isUnwanted)
        {
            end();
        }
    }

    /// <summary>Ends the connection that has it.</summary>
    internal void Want()
    {
        _isUnwanted = true;
        Interlocked.MemoryBarrier();
        Volatile.Read(ref _end)?.Invoke();
    }

    internal void Release() => _released.TrySetResult();
}
