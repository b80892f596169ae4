using LiveFeed.Events;

namespace LiveFeed.Metrics;

/// <summary>
/// The topics that figures are published under. With several nodes, each has its own: <c>metrics/host/cpu</c> is
/// <c>metrics/node-1/host/cpu</c>. The publisher's task only.
/// </summary>
/// <param name="node">The node's name; null: the topics stay as they are.</param>
internal sealed class MetricTopics(string? node)
{
    private const string Root = "metrics/";

    private readonly Dictionary<TopicName, TopicName> _named = [];

    internal TopicName Of(TopicName topic)
    {
        if (node is null)
        {
            return topic;
        }

        if (!_named.TryGetValue(topic, out var named))
        {
            _named[topic] = named = TopicName.Parse($"{Root}{node}/{topic.Value[Root.Length..]}");
        }

        return named;
    }
}
