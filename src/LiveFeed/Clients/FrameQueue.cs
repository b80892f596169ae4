using System.Threading.Tasks.Sources;
using LiveFeed.Frames;

namespace LiveFeed.Clients;

/// <summary>
/// A bounded queue with many writers and one reader, who goes on within the write that ends its wait: from the hub to the
/// transport in one hop. A channel of the framework does the same with seven objects more; an idle client has none of
/// them, and no array either.
/// </summary>
/// <param name="capacity">How many frames it takes.</param>
/// <param name="reader">Waits by it.</param>
internal sealed class FrameQueue(int capacity, IValueTaskSource<bool> reader)
{
    private const int FirstLength = 4;

    private readonly Lock _lock = new();
    private ManualResetValueTaskSourceCore<bool> _wait; // mutable; reset by the reader, set by whoever ends its wait
    private Frame?[] _frames = []; // a ring; guarded by _lock, like all below
    private int _first;
    private int _count;
    private bool _isWaiting;
    private bool _isComplete;

    /// <summary>There is a frame. Any thread.</summary>
    internal bool HasAny => Volatile.Read(ref _count) > 0;

    /// <summary>Adds a frame. False when it is full or complete. The reader may go on within this call.</summary>
    internal bool TryWrite(Frame frame)
    {
        bool wakes;
        lock (_lock)
        {
            if (_isComplete || _count == capacity)
            {
                return false;
            }

            if (_count == _frames.Length)
            {
                Grow();
            }

            _frames[(_first + _count) % _frames.Length] = frame;
            _count++;
            wakes = TakeWaitNeedsLock();
        }

        if (wakes)
        {
            _wait.SetResult(true);
        }

        return true;
    }

    /// <summary>No more frames come. The reader may go on within this call.</summary>
    internal void Complete()
    {
        bool wakes;
        lock (_lock)
        {
            _isComplete = true;
            wakes = TakeWaitNeedsLock();
        }

        if (wakes)
        {
            _wait.SetResult(false);
        }
    }

    internal Frame? TryRead()
    {
        lock (_lock)
        {
            if (_count == 0)
            {
                return null;
            }

            var frame = _frames[_first];
            _frames[_first] = null;
            _first = (_first + 1) % _frames.Length;
            _count--;
            return frame;
        }
    }

    /// <summary>Waits for a frame; false when none will come. One wait at a time.</summary>
    internal ValueTask<bool> WaitAsync()
    {
        lock (_lock)
        {
            if (_count > 0 || _isComplete)
            {
                return ValueTask.FromResult(_count > 0);
            }

            _frames = [];
            _wait.Reset();
            _isWaiting = true;
            return new ValueTask<bool>(reader, _wait.Version);
        }
    }

    /// <inheritdoc cref="IValueTaskSource{TResult}.GetResult"/>
    internal bool GetResult(short token) => _wait.GetResult(token);

    /// <inheritdoc cref="IValueTaskSource{TResult}.GetStatus"/>
    internal ValueTaskSourceStatus GetStatus(short token) => _wait.GetStatus(token);

    /// <inheritdoc cref="IValueTaskSource{TResult}.OnCompleted"/>
    internal void OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _wait.OnCompleted(continuation, state, token, flags);

    private bool TakeWaitNeedsLock()
    {
        var waits = _isWaiting;
        _isWaiting = false;
        return waits;
    }

    private void Grow()
    {
        var larger = new Frame?[Math.Min(capacity, Math.Max(FirstLength, 2 * _count))];
        for (var i = 0; i < _count; i++)
        {
            larger[i] = _frames[(_first + i) % _frames.Length];
        }

        (_frames, _first) = (larger, 0);
    }
}
