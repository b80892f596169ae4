using LiveFeed.Clients;

namespace LiveFeed.Hub.Backplane;

/// <summary>
/// The clients of this node, the longest connected first. They are read page by page, so that a long list holds one page of
/// clients while it is written. A client that has left meanwhile is not in it.
/// </summary>
internal static class ClientPages
{
    /// <summary>Clients of a page that another node asks for: it is in memory whole, as JSON.</summary>
    internal const int OfNode = 500;

    // With 100,000 clients each read costs about a millisecond.
    private const int Page = 1_000;

    internal static IEnumerable<FeedClient> Of(FeedHub hub)
    {
        var newest = hub.Joined; // so that the list ends, however many join
        for (var after = 0L; Next(hub, after, newest, Page) is { Count: > 0 } page; after = page[^1].Number)
        {
            foreach (var client in page)
            {
                yield return client;
            }
        }
    }

    /// <summary>The next clients of the list, by their number.</summary>
    /// <param name="hub">Has them.</param>
    /// <param name="after">The number of the last client of the page before.</param>
    /// <param name="newest">The number of the last client of the list.</param>
    /// <param name="count">Max clients of the page; with fewer, it is the last.</param>
    internal static List<FeedClient> Next(FeedHub hub, long after, long newest, int count)
    {
        // The queue's first element is the last of the page. It makes room for a client that joined before it.
        var page = new PriorityQueue<FeedClient, long>(count + 1);
        foreach (var client in hub.Everyone.Snapshot())
        {
            if (client.Number <= after || client.Number > newest)
            {
                continue;
            }

            if (page.Count < count)
            {
                page.Enqueue(client, -client.Number);
            }
            else
            {
                page.EnqueueDequeue(client, -client.Number);
            }
        }

        return [.. page.UnorderedItems.Select(item => item.Element).OrderBy(client => client.Number)];
    }
}
