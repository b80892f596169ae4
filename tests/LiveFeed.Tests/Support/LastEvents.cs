using LiveFeed.Events;
using LiveFeed.Frames;
using LiveFeed.Log;

namespace LiveFeed.Tests.Support;

/// <summary>The newest events of a log: found, and then read page by page.</summary>
internal static class LastEvents
{
    internal static async Task<(IReadOnlyList<EventFrame> Frames, long Head)> ReadLastAsync(
        this IEventLog log, int count, Subscription subscription, CancellationToken cancellationToken)
    {
        var found = await log.FindLastAsync(count, subscription, cancellationToken);
        var frames = new List<EventFrame>();
        for (ReadOnlyMemory<long> rest = found.Sequences; !rest.IsEmpty;)
        {
            var page = await log.PickAsync(rest, cancellationToken);
            Assert.InRange(page.Looked, 1, ReadLimits.PageEvents);
            frames.AddRange(page.Frames);
            rest = rest[page.Looked..];
        }

        return (frames, found.Head);
    }
}
