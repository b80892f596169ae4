using LiveFeed.Clients;
using LiveFeed.Clients.Direct;
using LiveFeed.Frames;
using LiveFeed.Streaming.Output;

namespace LiveFeed.Streaming.Polling;

/// <summary>
/// The output of a client that stays the same while its polls come and go. What a poll has not taken when it goes is written
/// to the next one, so a client may see it twice. Without a poll a flush waits, and the client's queue fills and overflows,
/// as for a client that does not read.
/// </summary>
internal sealed class SwitchableOutput : IClientOutput
{
    private readonly Lock _lock = new();
    private readonly List<Frame> _unflushed = []; // the pump's only
    private IClientOutput? _current; // guarded by _lock, like the next
    private TaskCompletionSource _attached = NewSource();
    private bool _isClosed; // guarded by _lock; set once

    public DirectWrite? Direct => Current?.Direct;

    public IPeer? Peer => null; // the connection may change: only finished flushes tell how far the client is

    public long BufferedBytes => Current?.BufferedBytes ?? 0;

    public bool HasRest => _unflushed.Count > 0 || Current?.HasRest == true;

    private IClientOutput? Current
    {
        get
        {
            lock (_lock)
            {
                return _current;
            }
        }
    }

    /// <summary>
    /// From now on frames go to this connection. The one before is ended; after <see cref="Close"/>, this one is. Any
    /// thread.
    /// </summary>
    internal void Attach(IClientOutput next)
    {
        IClientOutput? ended;
        lock (_lock)
        {
            (ended, _current) = _isClosed ? (next, null) : (_current, next);
            _attached.TrySetResult();
        }

        ended?.Abort();
    }

    /// <summary>No connection will come any more: the last one is ended, and so is a flush that waits. Any thread.</summary>
    internal void Close()
    {
        IClientOutput? last;
        lock (_lock)
        {
            _isClosed = true;
            (last, _current) = (_current, null);
            _attached.TrySetResult();
        }

        last?.Abort();
    }

    public int Write(Frame frame)
    {
        _unflushed.Add(frame);
        return frame.WireBytes;
    }

    public async ValueTask<bool> FlushAsync(CancellationToken cutOff)
    {
        while (true)
        {
            if (await AttachedAsync(cutOff) is not { } output)
            {
                return false;
            }

            _unflushed.ForEach(frame => output.Write(frame));
            if (await output.FlushAsync(cutOff))
            {
                _unflushed.Clear();
                return true;
            }

            if (cutOff.IsCancellationRequested)
            {
                return false;
            }

            Forget(output);
        }
    }

    public void Waits() => Current?.Waits();

    public void Abort() => Current?.Abort();

    private async ValueTask<IClientOutput?> AttachedAsync(CancellationToken cutOff)
    {
        while (true)
        {
            Task attached;
            lock (_lock)
            {
                if (_current is { } current)
                {
                    return current;
                }

                if (_isClosed)
                {
                    return null;
                }

                attached = _attached.Task;
            }

            await attached.WaitAsync(cutOff).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (cutOff.IsCancellationRequested)
            {
                return null;
            }
        }
    }

    // The output ended by itself. It stops being the current one, unless another has taken its place already.
    private void Forget(IClientOutput ended)
    {
        lock (_lock)
        {
            if (ReferenceEquals(_current, ended))
            {
                (_current, _attached) = (null, NewSource());
            }
        }
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
