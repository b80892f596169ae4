using LiveFeed.Events;
using LiveFeed.Frames;
using LiveFeed.Log.Tail;

namespace LiveFeed.Log.Redis;

/// <summary>The readers' side: what is not in memory is read from the store.</summary>
internal sealed partial class RedisEventLog
{
    // Looking up a number costs Redis about as much as reading two events in order.
    private const int MaxLookedUp = 4 * ReadLimits.PageEvents;

    // A search takes some ten commands for a topic: some milliseconds of Redis for so many.
    private const int MaxTopics = 100;

    private protected override async ValueTask<StoredPart> ReadStoredAsync(
        LogTail tail, PageBuilder page, long through, CancellationToken cancellationToken)
    {
        var trimmed = 0L;
        while (!page.IsFull && page.Through < through)
        {
            if (TermsOf(tail) is not { } terms)
            {
                return default;
            }

            var read = WorthLookingUp(tail, page, TopicsWorthLookingUp(page)) is { } topics
                ? await _reader.LookUpAsync(
                    terms, topics, page.Through, through, isBack: false, Math.Min(page.Room, page.Wanted))
                : await _reader.ScanAsync(terms, page.Through, through, isBack: false, page.Room);
            if (await IsOfAnotherTermAsync(tail, terms, read.Term))
            {
                return default;
            }

            trimmed = Math.Max(trimmed, _rules.TrimmedFor(page.Subscription, read.Trimmed));
            if (!page.Show(FramesOf(terms, read.Entries)))
            {
                return new StoredPart(trimmed, IsAll: false);
            }

            page.Pass(read.Through);
        }

        return new StoredPart(trimmed, IsAll: page.Through >= through);
    }

    private protected override async ValueTask<bool> ReadStoredBackAsync(
        LogTail tail, PageBuilder page, long through, CancellationToken cancellationToken)
    {
        var before = Math.Min(page.Through, through + 1);
        while (!page.IsFull)
        {
            if (TermsOf(tail) is not { } terms)
            {
                return false;
            }

            var read = TopicsOf(tail, page.Subscription!, TopicsWorthLookingUp(page)) is { } topics
                ? await _reader.LookUpAsync(
                    terms, topics, before, terms.Epochs.Base, isBack: true, Math.Min(page.Room, page.Wanted))
                : await _reader.ScanAsync(terms, before, terms.Epochs.Base, isBack: true, page.Room);
            if (await IsOfAnotherTermAsync(tail, terms, read.Term))
            {
                return false;
            }

            if (!page.Show(FramesOf(terms, read.Entries)))
            {
                return false;
            }

            if (read.Through <= terms.Epochs.Base)
            {
                return true;
            }

            before = read.Through;
        }

        return false;
    }

    private protected override async ValueTask ShowStoredBackAsync(
        LogTail tail, NewestCollector last, long before, CancellationToken cancellationToken)
    {
        while (!last.IsComplete)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (TermsOf(tail) is not { } terms)
            {
                return;
            }

            var read = TopicsOf(tail, last.Subscription, MaxLookedUp / ReadLimits.PageEvents) is { } topics
                ? await _reader.LookUpAsync(terms, topics, before, terms.Epochs.Base, isBack: true, ReadLimits.PageEvents)
                : await _reader.ScanAsync(terms, before, terms.Epochs.Base, isBack: true, ReadLimits.PageEvents);
            if (await IsOfAnotherTermAsync(tail, terms, read.Term))
            {
                return;
            }

            foreach (var frame in FramesOf(terms, read.Entries))
            {
                last.Show(frame);
            }

            if (read.Through <= terms.Epochs.Base)
            {
                return;
            }

            before = read.Through;
        }
    }

    private protected override async ValueTask<SequencePage> PickStoredAsync(
        LogTail tail, ReadOnlyMemory<long> sequences, CancellationToken cancellationToken)
    {
        if (TermsOf(tail) is not { } terms)
        {
            return new SequencePage([], 0);
        }

        var read = await _reader.PickAsync(sequences, terms);
        return await IsOfAnotherTermAsync(tail, terms, read.Term)
            ? new SequencePage([], 0)
            : new SequencePage(FramesOf(terms, read.Entries), read.Looked);
    }

    // By halves: the first number after which all events are of that time or later.
    private protected override async ValueTask<long> FindStoredAsync(
        LogTail tail, DateTimeOffset time, long through, CancellationToken cancellationToken)
    {
        if (TermsOf(tail) is not { } terms)
        {
            return 0;
        }

        var (low, high) = (0L, terms.NumberOf(through));
        while (low < high)
        {
            var middle = (low + high) / 2;
            var read = await _reader.ScanAsync(terms, terms.SequenceOf(middle), through, isBack: false, events: 1);
            if (await IsOfAnotherTermAsync(tail, terms, read.Term))
            {
                return 0;
            }

            (low, high) = read.Entries.Count == 0 || read.Entries[0].Event.Time >= time ? (low, middle) : (middle + 1, high);
        }

        return terms.SequenceOf(low);
    }

    // Then the tail is another one, too, and the answer is dropped.
    private async Task<bool> IsOfAnotherTermAsync(LogTail tail, RedisTerms terms, string term)
    {
        if (term != terms.Current)
        {
            await PullAsync();
        }

        return !ReferenceEquals(tail, Tail);
    }

    // Null when the tail is no longer the current one.
    private RedisTerms? TermsOf(LogTail tail) =>
        _state is var state && ReferenceEquals(state.Tail, tail) ? state.Terms : null;

    private static int TopicsWorthLookingUp(PageBuilder page) =>
        Math.Min(MaxTopics, MaxLookedUp / Math.Max(1, Math.Min(page.Room, page.Wanted)));

    private static EventFrame[] FramesOf(RedisTerms terms, IReadOnlyList<(long Sequence, FeedEvent Event)> entries) =>
        [.. entries.Select(one => Old(new EventFrame(one.Event, terms.Epochs.PositionOf(one.Sequence), one.Sequence)))];

    // It is encoded for each reader and keeps nothing.
    private static EventFrame Old(EventFrame frame)
    {
        frame.ForgetEncoded();
        return frame;
    }
}
