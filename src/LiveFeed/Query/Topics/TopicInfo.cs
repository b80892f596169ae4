using LiveFeed.Hub.Backplane;
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
    internal static async ValueTask<TopicInfo> OfAsync(
        TopicSummary summary, IBackplane backplane, CancellationToken cancellationToken) => new(
        summary.Topic.Value,
        summary.LastPosition.ToString(),
        summary.LastTime,
        summary.Retained,
        await backplane.CountFollowersAsync(summary.Topic, cancellationToken));
}
