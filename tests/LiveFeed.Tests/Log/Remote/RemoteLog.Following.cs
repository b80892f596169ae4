using LiveFeed.Frames;
using LiveFeed.Log;
using LiveFeed.Log.Runs;
using LiveFeed.Log.Tail;
using LiveFeed.Log.Topics;

namespace LiveFeed.Tests.Log.Remote;

/// <summary>
/// Events of the store go to the tail in the store's order, whichever node appended them. One thread reads at a time.
/// </summary>
internal sealed partial class RemoteLog
{
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1); // for what was not told, or could not be read

    private readonly SemaphoreSlim _turn = new(1);
    private List<LedgerRow> _rows = []; // of all that the tail counts as retained; whose turn it is
    private volatile LogTail _tail; // replaced by whose turn it is, as all below
    private volatile TaskCompletionSource _moved = Signal(); // completed and replaced when the tail has moved
    private volatile string? _fault;
    private long _told; // readers were told of what stands up to here
    private int _isAsked; // by Interlocked

    private static TaskCompletionSource Signal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Follow()
    {
        if (Interlocked.Exchange(ref _isAsked, 1) == 0)
        {
            _ = FollowAsync();
        }
    }

    private async Task FollowAsync()
    {
        try
        {
            await PullAsync();
            _fault = null;
        }
        catch (LogUnavailableException e)
        {
            _fault = e.Message;
        }
    }

    private async Task PullAsync()
    {
        await _turn.WaitAsync(CancellationToken.None); // one with a token would go on on a thread of the pool
        try
        {
            Volatile.Write(ref _isAsked, 0); // changes from here on need another read
            while (!_closing.IsCancellationRequested && await PullPageAsync())
            {
                TellAppended();
                Volatile.Write(ref _told, _tail.Head);
                Move();
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    // Says whether there was anything new.
    private async Task<bool> PullPageAsync()
    {
        var (tail, first) = (_tail, _tail.Epochs.Base);
        var after = tail.Last;
        var (epoch, (page, trimmed)) = await _store.AskAsync(async log => (
            await log.ReadAsync(
                after - first, subscription: null, ReadLimits.PageEvents, conflate: false, CancellationToken.None),
            log.Trimmed));
        if (epoch != tail.Epochs.Current)
        {
            _rows = [];
            _tail = NewTail(tail.Epochs.Then(epoch, tail.Last));
            return true;
        }

        var head = tail.Head;
        List<EventFrame> frames = [.. page.Frames.Select(frame => Local(tail, frame))];
        _rows.AddRange(frames.Select(frame => LedgerRow.Of(frame, frame.Event.StoredBytes)));
        lock (tail.Gate)
        {
            tail.Append(frames);
            if (page.Gap is not null)
            {
                tail.Miss(after, first + page.Through, [.. trimmed.Select(mark => first + mark)]);
            }

            tail.Wrote(frames);
        }

        return tail.Head > head;
    }

    private LogTail NewTail(LogEpochs epochs) => new(
        new FrameRing(floor: epochs.Base),
        new TopicLedger(_rules),
        new LogRuns([], current: epochs.Base),
        _rules,
        trimmed: new long[_rules.Count])
    {
        Epochs = epochs,
        MaxEvents = _maxInMemory,
    };

    private void Move()
    {
        var moved = _moved;
        _moved = Signal();
        moved.TrySetResult();
    }

    // The store's sequences begin at 1 with each epoch, the log's go on.
    private static EventFrame Local(LogTail tail, EventFrame frame) =>
        new(frame.Event, frame.Position, tail.Epochs.Base + frame.Sequence);
}
