using LiveFeed.Frames;
using LiveFeed.Log;
using LiveFeed.Log.Memory;
using LiveFeed.Log.Tail;

namespace LiveFeed.Tests.Log.Remote;

/// <summary>What readers find in the store, which speaks of its own sequences.</summary>
internal sealed partial class RemoteLog
{
    private protected override async ValueTask<StoredPart> ReadStoredAsync(
        LogTail tail, PageBuilder page, long through, CancellationToken cancellationToken)
    {
        var (first, trimmed) = (tail.Epochs.Base, 0L);
        while (!page.IsFull && page.Through < through)
        {
            var read = await AskAsync(tail, log => log.ReadAsync(
                page.Through - first, page.Subscription, page.Wanted, conflate: false, cancellationToken));
            if (read is null)
            {
                return default;
            }

            trimmed = Math.Max(trimmed, first + (read.Gap?.Before - 1 ?? 0));
            Show(tail, page, read.Frames.TakeWhile(frame => first + frame.Sequence <= through));
            page.Pass(Math.Min(first + read.Through, through));
        }

        return new StoredPart(trimmed, IsAll: page.Through >= through);
    }

    private protected override async ValueTask<bool> ReadStoredBackAsync(
        LogTail tail, PageBuilder page, long through, CancellationToken cancellationToken)
    {
        var first = tail.Epochs.Base;
        var before = Math.Min(page.Through, through + 1);
        for (var atEnd = false; !atEnd && !page.IsFull;)
        {
            var read = await AskAsync(tail, log => log.ReadBackAsync(
                before - first, page.Subscription!, page.Wanted, cancellationToken));
            if (read is null)
            {
                return false;
            }

            Show(tail, page, read.Frames);
            (before, atEnd) = (first + read.Through, read.ReachedEnd);
            if (atEnd)
            {
                return true;
            }
        }

        return false;
    }

    private protected override async ValueTask ShowStoredBackAsync(
        LogTail tail, NewestCollector last, long before, CancellationToken cancellationToken)
    {
        var first = tail.Epochs.Base;
        for (var atEnd = false; !atEnd && !last.IsComplete;)
        {
            var read = await AskAsync(tail, log => log.ReadBackAsync(
                before - first, last.Subscription, ReadLimits.PageEvents, cancellationToken));
            foreach (var frame in read?.Frames ?? [])
            {
                last.Show(Local(tail, frame));
            }

            (before, atEnd) = (first + read?.Through ?? 0, read?.ReachedEnd ?? true);
        }
    }

    private protected override async ValueTask<SequencePage> PickStoredAsync(
        LogTail tail, ReadOnlyMemory<long> sequences, CancellationToken cancellationToken)
    {
        long[] wanted = [.. sequences.ToArray().Select(sequence => sequence - tail.Epochs.Base)];
        var read = await AskAsync(tail, log => log.PickAsync(wanted, cancellationToken));
        return read is null
            ? new SequencePage([], 0)
            : read with { Frames = [.. read.Frames.Select(frame => Old(tail, frame))] };
    }

    private protected override async ValueTask<long> FindStoredAsync(
        LogTail tail, DateTimeOffset time, long through, CancellationToken cancellationToken)
    {
        var found = await AskAsync(tail, async log => (object)await log.SequenceBeforeAsync(time, cancellationToken));
        return found is long sequence ? Math.Min(tail.Epochs.Base + sequence, through) : 0;
    }

    private static void Show(LogTail tail, PageBuilder page, IEnumerable<EventFrame> frames)
    {
        foreach (var frame in frames)
        {
            page.Show(Old(tail, frame));
        }
    }

    private static EventFrame Old(LogTail tail, EventFrame frame)
    {
        var local = Local(tail, frame);
        local.ForgetEncoded();
        return local;
    }

    // Null when the store was replaced: then the tail is another one, too.
    private async ValueTask<T?> AskAsync<T>(LogTail tail, Func<MemoryEventLog, ValueTask<T>> question)
        where T : class
    {
        var (epoch, answer) = await _store.AskAsync(question);
        if (epoch == tail.Epochs.Current)
        {
            return answer;
        }

        await PullAsync();
        return null;
    }
}
