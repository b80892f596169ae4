using System.Runtime.CompilerServices;
using LiveFeed.Events;
using LiveFeed.Log;
using LiveFeed.Log.Topics;

namespace LiveFeed.Reading;

/// <summary>The retained topics that match patterns.</summary>
internal static class RetainedTopics
{
    /// <summary>
    /// Topics with retained events, each once, sorted by name. They are found during the enumeration, because there may be
    /// any number of them.
    /// </summary>
    internal static async IAsyncEnumerable<TopicName> OfAsync(
        IEnumerable<TopicPattern> patterns, IEventLog log, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // For each pattern its topics, ordered by the name of the next topic.
        var ahead = new PriorityQueue<IAsyncEnumerator<TopicSummary>, string>(StringComparer.Ordinal);
        try
        {
            foreach (var pattern in patterns)
            {
                await AdvanceAsync(ahead, log.TopicsAsync(pattern, cancellationToken).GetAsyncEnumerator(cancellationToken));
            }

            var last = "";
            while (ahead.TryPeek(out var topics, out var name))
            {
                if (name != last)
                {
                    yield return topics.Current.Topic;
                    last = name;
                }

                await AdvanceAsync(ahead, ahead.Dequeue());
            }
        }
        finally
        {
            while (ahead.TryDequeue(out var topics, out _))
            {
                await topics.DisposeAsync();
            }
        }
    }

    private static async ValueTask AdvanceAsync(
        PriorityQueue<IAsyncEnumerator<TopicSummary>, string> ahead, IAsyncEnumerator<TopicSummary> topics)
    {
        var isAhead = false;
        try
        {
            isAhead = await topics.MoveNextAsync();
        }
        finally
        {
            if (!isAhead)
            {
                await topics.DisposeAsync();
            }
        }

        if (isAhead)
        {
            ahead.Enqueue(topics, topics.Current.Topic.Value);
        }
    }
}
