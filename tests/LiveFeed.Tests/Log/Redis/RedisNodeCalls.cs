using LiveFeed.Events;
using LiveFeed.Frames;
using LiveFeed.Log;
using LiveFeed.Log.Redis;
using LiveFeed.Log.Topics;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Log.Redis;

/// <summary>What tests ask of a node's log.</summary>
internal static class RedisNodeCalls
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Appends an event, again while Redis is away.</summary>
    internal static async Task<Receipt> AppendUntilTakenAsync(this RedisEventLog node, FeedEvent e)
    {
        Receipt? receipt = null;
        await Deadline.UntilAsync(
            async () =>
            {
                try
                {
                    receipt = (await node.AppendAsync([e], Token))[0];
                    return true;
                }
                catch (LogUnavailableException)
                {
                    return false;
                }
            },
            "Redis is back");
        return receipt!.Value;
    }

    /// <summary>The topics that have events.</summary>
    internal static ValueTask<List<TopicSummary>> TopicsAsync(this RedisEventLog node) =>
        node.TopicsAsync(TopicPattern.Everything, Token).ToListAsync(Token);

    /// <summary>All that is retained, page by page.</summary>
    internal static async Task<List<EventFrame>> ReadAllAsync(this RedisEventLog node)
    {
        var read = new List<EventFrame>();
        for (var (after, atEnd) = (0L, false); !atEnd;)
        {
            var page = await node.ReadAsync(after, TestEvents.Following("**"), 1_000, conflate: false, Token);
            read.AddRange(page.Frames);
            (after, atEnd) = (page.Through, page.ReachedEnd);
        }

        return read;
    }
}
