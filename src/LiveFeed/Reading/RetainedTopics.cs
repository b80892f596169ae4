using LiveFeed.Events;
using LiveFeed.Log;
using LiveFeed.Log.Topics;

namespace LiveFeed.Reading;

/// <summary>The topics that patterns stand for.</summary>
internal static class RetainedTopics
{
    /// <summary>
    /// Those that have retained events, each once, in the order of their names. They are looked for while they are enumerated: there may
    /// be any number of them.
    /// </summary>
    internal static IEnumerable<TopicName> Of(IEnumerable<TopicPattern> patterns, IEventLog log)
    {
        // Each pattern's topics by the name of the next one.
        var ahead = new PriorityQueue<IEnumerator<TopicSummary>, string>(StringComparer.Ordinal);
        foreach (var pattern in patterns)
        {
            Advance(ahead, log.Topics(pattern).GetEnumerator());
        }

        var last = "";
        while (ahead.TryDequeue(out var topics, out var name))
        {
            if (name != last)
            {
                yield return topics.Current.Topic;
                last = name;
            }

            Advance(ahead, topics);
        }
    }

    private static void Advance(PriorityQueue<IEnumerator<TopicSummary>, string> ahead, IEnumerator<TopicSummary> topics)
    {
        if (topics.MoveNext())
        {
            ahead.Enqueue(topics, topics.Current.Topic.Value);
        }
        else
        {
            topics.Dispose();
        }
    }
}
