using System.Threading.Tasks.Sources;

namespace LiveFeed.Clients;

/// <summary>
/// The wait for something to read. Only the task of the client's transport waits. An idle client holds nothing for it.
/// </summary>
internal sealed partial class FeedClient : IValueTaskSource<bool>
{
    /// <summary>Waits until there may be something to read; false when the stream has ended.</summary>
    internal ValueTask<bool> WaitAsync()
    {
        Interlocked.MemoryBarrier(); // between the write of _taken and the read of _accepts: see StopAccepting
        if (IsCatchingUp || _first.Count > 0 || !(_accepts || _ended))
        {
            return ValueTask.FromResult(!_ended);
        }

        _holding.TrimExcess(); // all that was read is written, and it may have been many
        _directTurn.Park();
        var wait = _queue.WaitAsync();
        if (wait.IsCompleted)
        {
            _directTurn.Resume();
        }

        return wait;
    }

    // Of the wait: before the task goes on, it takes its turn.
    bool IValueTaskSource<bool>.GetResult(short token)
    {
        var more = _queue.GetResult(token);
        _directTurn.Resume();
        return more;
    }

    ValueTaskSourceStatus IValueTaskSource<bool>.GetStatus(short token) => _queue.GetStatus(token);

    void IValueTaskSource<bool>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _queue.OnCompleted(continuation, state, token, flags);
}
