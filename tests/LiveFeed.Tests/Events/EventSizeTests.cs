using LiveFeed.Events;
using LiveFeed.Frames;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Events;

public sealed class EventSizeTests
{
    public static TheoryData<string, int, int, int, int, int> Shapes => new()
    {
        { "least", 0, 0, 0, 0, 0 },
        { "common", 100, 20, 20, 0, 0 },
        { "keyed, with an id", 100, 40, 512, 256, 0 },
        { "large", 1_000_000, 20, 0, 0, 0 },
        { "not for a hundred", 10, 20, 0, 0, 100 },
    };

    // Measured: what the collector says that making it took, nothing of it shared.
    [Theory]
    [MemberData(nameof(Shapes))]
    public void An_event_counts_for_what_it_takes_of_memory_and_little_more(
        string what, int data, int topic, int key, int id, int except)
    {
        EventFrame Make() => new(
            new FeedEvent
            {
                Topic = topic == 0 ? null : TopicName.Parse(new string('t', topic)),
                Name = new string('n', 7),
                Data = EventData.Text(new byte[data]),
                Key = key == 0 ? null : new string('k', key),
                Id = id == 0 ? null : new string('i', id),
                To = id == 0 ? null : new EventTarget { User = new string('u', 30) },
                Except = except == 0 ? [] : [.. Enumerable.Range(0, except).Select(_ => new string('c', 20))],
                Time = TestEvents.Noon,
            },
            new Position("epoch", 1));
        var frame = Make();
        frame = Make(); // the first one takes more, once

        var before = GC.GetAllocatedBytesForCurrentThread();
        var measured = Make();
        var taken = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.True(frame.Event.Size == measured.Event.Size, what);
        Assert.InRange(measured.Event.Size, Math.Min(taken - 300, (long)(taken * 0.9)), taken + 64);
        Assert.True(measured.Event.Size >= data + (2 * (topic + key + id + (20 * except))), what);
    }

    [Fact]
    public void A_stored_event_counts_its_receivers_its_exceptions_and_its_own_time()
    {
        var e = TestEvents.Event("a");

        var narrow = e with { To = new EventTarget { User = "ada" }, Except = ["c-1", "c-22"] };

        Assert.Equal(e.StoredBytes + 3 + 4 + 5, narrow.StoredBytes);
        Assert.Equal(e.StoredBytes + 8, (e with { OccurredAt = TestEvents.Noon }).StoredBytes);
    }
}
