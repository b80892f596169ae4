using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using LiveFeed.Hub.Backplane;
using LiveFeed.Log;
using LiveFeed.Log.Topics;

namespace LiveFeed.Query.Topics;

/// <summary>A topic that has retained events.</summary>
/// <param name="Topic">Its name.</param>
/// <param name="LastPosition">Of its newest event.</param>
/// <param name="LastTime">When that event was received.</param>
/// <param name="Retained">How many of its events are retained.</param>
/// <param name="Subscribers">How many clients follow it now, by its name or a pattern.</param>
public sealed record TopicInfo(string Topic, string LastPosition, DateTimeOffset LastTime, long Retained, int Subscribers)
{
    // Followers are asked for by so many topics at once: each time is a question to every node.
    private const int Page = 500;

    /// <summary>The topics with their followers, while the caller reads them.</summary>
    internal static async IAsyncEnumerable<TopicInfo> ListAsync(
        IAsyncEnumerable<TopicSummary> topics,
        IBackplane backplane,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await using var list = topics.GetAsyncEnumerator(cancellationToken);
        for (var (isMore, page) = (true, new List<TopicSummary>()); isMore; page.Clear())
        {
            ExceptionDispatchInfo? broken = null;
            try
            {
                while (page.Count < Page && (isMore = await list.MoveNextAsync()))
                {
                    page.Add(list.Current);
                }
            }
            catch (LogUnavailableException e)
            {
                broken = ExceptionDispatchInfo.Capture(e); // thrown where it happened: after the topics before it
            }

            var followers = page.Count == 0 ? [] : await backplane.CountFollowersAsync(
                [.. page.Select(summary => summary.Topic)], cancellationToken);
            foreach (var (summary, count) in page.Zip(followers))
            {
                yield return new TopicInfo(
                    summary.Topic.Value, summary.LastPosition.ToString(), summary.LastTime, summary.Retained, count);
            }

            broken?.Throw();
        }
    }
}
