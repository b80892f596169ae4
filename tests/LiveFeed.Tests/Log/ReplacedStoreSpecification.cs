using LiveFeed.Events;
using LiveFeed.Frames;
using LiveFeed.Log;
using LiveFeed.Tests.Support;
using static LiveFeed.Tests.Support.TestEvents;

namespace LiveFeed.Tests.Log;

/// <summary>What a log must do whose store may be replaced while it is in use.</summary>
public abstract class ReplacedStoreSpecification : EventLogSpecification
{
    /// <summary>Puts an empty store in place of the one there is, and waits until the log knows.</summary>
    private protected abstract Task ReplaceAsync();

    [Fact]
    public async Task After_a_replacement_a_reader_is_told_once_and_has_all_of_the_new_store()
    {
        await AppendNumbersAsync("a", 100);
        var old = Log.Epoch;
        await ReplaceAsync();
        await AppendNumbersAsync("a", 3);

        var page = await Log.ReadAsync(40, All, limit: 2, conflate: false, Token);
        var rest = await Log.ReadAsync(page.Through, All, limit: 100, conflate: false, Token);

        var gap = page.Gap!.Value;
        Assert.Equal(GapReason.Epoch, gap.Reason);
        Assert.Equal(new Position(old, 40), Log.Epochs.PositionOf(gap.After));
        Assert.Equal(new Position(Log.Epoch, 1), Log.Epochs.PositionOf(gap.Before));
        Assert.Equal([0, 1, 2], page.Frames.Concat(rest.Frames).Numbers());
        Assert.Equal([1, 2, 3], page.Frames.Concat(rest.Frames).Select(frame => frame.Position!.Value.Sequence));
        Assert.Equal((null, true), (rest.Gap, rest.ReachedEnd));
    }

    [Fact]
    public async Task A_reader_at_the_head_is_told_of_a_replacement_also_while_the_new_store_is_empty()
    {
        await AppendNumbersAsync("a", 3);
        var head = Log.Head;
        await ReplaceAsync();

        var page = await Log.ReadAsync(head, All, limit: 10, conflate: false, Token);
        var again = await Log.ReadAsync(page.Through, All, limit: 10, conflate: false, Token);

        Assert.Equal(GapReason.Epoch, page.Gap?.Reason);
        Assert.Equal(GapReason.Epoch, Log.LossAt(head)?.Reason);
        Assert.Equal((true, null), (page.ReachedEnd, again.Gap));
        Assert.Equal(new Position(Log.Epoch, 0), Log.Epochs.PositionOf(Log.Head));
        Assert.Equal(0, Log.CountBetween(head, Log.Head));
    }

    [Fact]
    public async Task Two_replacements_between_two_reads_are_one_gap()
    {
        await AppendNumbersAsync("a", 3);
        await ReplaceAsync();
        await AppendNumbersAsync("a", 5);
        await ReplaceAsync();
        await AppendAsync(Event("a", 7));

        var page = await Log.ReadAsync(2, All, limit: 10, conflate: false, Token);

        Assert.Equal(GapReason.Epoch, page.Gap?.Reason);
        Assert.Equal([7], page.Frames.Numbers());
        Assert.Null((await Log.ReadAsync(page.Through, All, limit: 10, conflate: false, Token)).Gap);
    }

    [Fact]
    public async Task A_store_that_replaced_another_knows_none_of_its_ids_topics_or_events()
    {
        await AppendAsync(Event("old", 1, id: "x"), Event("both", 2));
        var replaced = (await ReadAsync(0)).Frames;
        var old = Log.Head;
        await ReplaceAsync();
        var receipts = await AppendAsync(Event("both", 3, id: "x", time: Noon.AddSeconds(9)));

        Assert.Equal(new Receipt(new Position(Log.Epoch, 1), Duplicate: false), receipts[0]);
        var topic = Assert.Single(await TopicsAsync("**"));
        Assert.Equal(("both", receipts[0].Position, 1L), (topic.Topic.Value, topic.LastPosition, topic.Retained));
        Assert.Equal([3], await ReadBackAsync(long.MaxValue, All, 10));
        Assert.Empty(await ReadBackAsync(old + 1, All, 10));
        Assert.Equal([3], (await Log.ReadLastAsync(10, All, Token)).Frames.Numbers());
        Assert.Equal((0, 2), await PickAsync(1, old));
        Assert.DoesNotContain(replaced, Log.IsRetained);
        Assert.Equal(Log.Epochs.Base, await Log.SequenceBeforeAsync(Noon, Token));
    }

    private async Task<(int Found, int Looked)> PickAsync(params long[] sequences)
    {
        var page = await Log.PickAsync(sequences, Token);
        return (page.Frames.Count, page.Looked);
    }
}
