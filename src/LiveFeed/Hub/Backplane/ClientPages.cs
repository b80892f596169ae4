using LiveFeed.Clients;

namespace LiveFeed.Hub.Backplane;

/// <summary>
/// The clients of this node, the longest connected first. They are read page by page, so that a long list holds one page of
/// clients while it is written. A client that has left meanwhile is not in it.
/// </summary>
internal static class ClientPages
{
    // With 100,000 clients each read costs about a millisecond.
    private const int Page = 1_000;

    internal static IEnumerable<FeedClient> Of(FeedHub hub)
    {
        var newest = hub.Joined; // so that the list ends, however many join
        for (var after = 0L; Next(hub, after, newest) is { Count: > 0 } page; after = page[^1].Number)
        {
            foreach (var client in page)
            {
                yield return client;
            }
        }
    }

    // The queue's first element is the last of the page. It makes room for a client that joined before it.
    private static List<FeedClient> Next(FeedHub hub, long after, long newest)
    {
        var page = new PriorityQueue<FeedClient, long>(Page + 1);
        foreach (var client in hub.Everyone.Snapshot())
        {
            if (client.Number <= after || client.Number > newest)
            {
                continue;
            }

            if (page.Count < Page)
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
