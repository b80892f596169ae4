using LiveFeed.Events;

namespace LiveFeed.Screenshots;

/// <summary>What has happened before the pictures are taken, for charts to show.</summary>
internal static class DemoPast
{
    private static readonly TimeSpan Length = TimeSpan.FromMinutes(15);

    // What the service takes to be ready, after which the demo goes on: charts would show a hole.
    private static readonly TimeSpan Start = TimeSpan.FromSeconds(3);

    /// <summary>The events of each second, until the service is ready that finds what is made of them.</summary>
    internal static IEnumerable<IEnumerable<FeedEvent>> Batches(TimeProvider time)
    {
        var now = time.GetUtcNow();
        for (var at = now - Length; at < time.GetUtcNow() + Start; at = at.AddSeconds(1))
        {
            yield return Demo.At(at.ToUnixTimeSeconds()).Select(one => one.At(at));
            yield return Demo.FirstPosts
                .Select(post => (At: now.AddSeconds(-post.Ago), post.Data))
                .Where(post => post.At >= at && post.At < at.AddSeconds(1))
                .Select(post => new DemoEvent("demo/temperature", FeedEvent.DefaultName, post.Data).At(post.At));
        }
    }
}
