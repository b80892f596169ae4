using LiveFeed.Events;

namespace LiveFeed.Bench.Micro;

/// <summary>Events as the other sections post them: 100 bytes of data.</summary>
internal static class SomeEvents
{
    private static readonly byte[] Data = [(byte)'"', .. Enumerable.Repeat((byte)'x', 98), (byte)'"'];

    internal static FeedEvent Of(string topic) => new()
    {
        Topic = TopicName.Parse(topic),
        Data = EventData.Json(Data),
        Time = TimeProvider.System.GetUtcNow(),
    };
}
