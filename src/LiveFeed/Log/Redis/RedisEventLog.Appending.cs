using LiveFeed.Events;
using LiveFeed.Log.Redis.Appending;

namespace LiveFeed.Log.Redis;

/// <summary>The publishers' side: an append goes to the store, and is answered when this node's readers have it.</summary>
internal sealed partial class RedisEventLog
{
    // The store has the events: a producer does not wait longer for this node's readers.
    private static readonly TimeSpan MaxWaited = TimeSpan.FromSeconds(2);

    // What is stored is pushed to this node at once. Otherwise it looks for it.
    private static readonly TimeSpan MaxPushed = TimeSpan.FromMilliseconds(50);

    public override async ValueTask<IReadOnlyList<Receipt>> AppendAsync(
        IReadOnlyList<FeedEvent> events, HandOver? handOver, CancellationToken cancellationToken)
    {
        if (events.Count == 0)
        {
            return [];
        }

        var batch = new RedisBatch(events);
        while (true)
        {
            AppendAnswer answer;
            try
            {
                // Not cancellable: the events are on their way, and the answer must say what became of them.
                answer = await _appends.AddAsync(batch);
            }
            catch (LogUnavailableException e) when (e.InnerException is not null) // Redis itself, not a replica
            {
                _mustTouch = true; // which is an append, too: the outage lasts until one succeeds
                _outage.Failed(e);
                throw;
            }

            if (answer.Join is { } join)
            {
                return [new Receipt(PositionOf(join), Duplicate: true)];
            }

            if (answer.Known is not null)
            {
                await ClaimAsync(batch, answer);
                continue;
            }

            return batch.Receipts(answer.Term, answer.Before, PositionOf);
        }
    }

    public override async ValueTask<bool> ReachAsync(Position position, CancellationToken cancellationToken)
    {
        if (IsReached(position))
        {
            return true;
        }

        var asked = Interlocked.Increment(ref _asked);
        if (_state.Terms.Epochs.SequenceOf(position) is null)
        {
            await TryLookAsync(); // a term that this node has yet to hear of, or nothing that the store gave out
            if (_state.Terms.Epochs.SequenceOf(position) is null)
            {
                return Volatile.Read(ref _looked) >= asked && !_state.Terms.MayBeBefore(position.Epoch, _time.GetUtcNow())
                    ? true // its term says that it is of no use
                    : throw new LogUnavailableException("Redis cannot be asked now whether it gave out a position");
            }
        }

        return await WaitForAsync(position, asked, cancellationToken);
    }

    // What is stored is accepted, although this node cannot read it now.
    private async Task ReachStoredAsync(Position position)
    {
        try
        {
            await ReachAsync(position, CancellationToken.None);
        }
        catch (LogUnavailableException)
        {
            // Whoever reads here waits for Redis.
        }
    }

    private async ValueTask<bool> WaitForAsync(Position position, long asked, CancellationToken cancellationToken)
    {
        // If it does not come within this time, Redis is away now. The events come when it is back.
        var start = _time.GetTimestamp();
        while (_time.GetElapsedTime(start) < MaxWaited && !_closing.IsCancellationRequested)
        {
            var (moved, hasLooked) = (_moved.Task, Volatile.Read(ref _looked) >= asked); // before the question
            if (IsReached(position))
            {
                return true;
            }

            if (hasLooked)
            {
                return false; // whoever has it now had it before it was asked for
            }

            await moved.WaitAsync(MaxPushed, _time, cancellationToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellationToken.ThrowIfCancellationRequested();
            if (!moved.IsCompleted)
            {
                Look();
            }
        }

        return true;
    }

    private Position PositionOf(long number) => _state.Terms.Epochs.PositionOf(_state.Terms.SequenceOf(number));

    // Readers were told of it, or never will be: its term has ended.
    private bool IsReached(Position position)
    {
        var terms = _state.Terms;
        return terms.Epochs.SequenceOf(position) is { } sequence &&
            (sequence <= Volatile.Read(ref _told) || position.Epoch != terms.Current);
    }

    // The ids of these events are stored: the same ones?
    private async Task ClaimAsync(RedisBatch batch, AppendAnswer answer)
    {
        if (answer.Known!.Count == 0)
        {
            batch.ForgetClaims();
            return;
        }

        await PullAsync(); // the terms of those numbers
        var terms = _state.Terms;
        var stored = await _reader.PickAsync(answer.Known.Select(one => terms.SequenceOf(one.Number)).ToArray(), terms);
        var found = stored.Entries.ToDictionary();
        foreach (var (index, number) in answer.Known)
        {
            // Without one that was trimmed just now, the store does not know the id the next time.
            if (found.TryGetValue(terms.SequenceOf(number), out var known))
            {
                batch.Claim(index, number, known);
            }
        }
    }
}
