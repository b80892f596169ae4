using LiveFeed.Events;
using LiveFeed.Log;
using LiveFeed.Reading;

namespace LiveFeed.Badges;

/// <summary>Reads one topic from the log, without events that were sent to other users.</summary>
internal static class TopicReader
{
    /// <summary>The newest event of the topic; null when none is retained.</summary>
    internal static Task<FeedEvent?> LatestAsync(QueryLease lease, QueryLogReader reads, BadgeRequest request) =>
        new NewestFinder(reads, lease).FindOneAsync(new HistoryRange(request.Subscription, After: 0, reads.Log.Head));

    /// <summary>
    /// Adds the topic's values to the course, from its beginning on. Returns the data of the last event with a value.
    /// </summary>
    internal static async Task<EventData?> FillAsync(
        QueryLease lease, QueryLogReader reads, BadgeRequest request, SparklineSeries course)
    {
        EventData? last = null;
        var after = await reads.Log.SequenceBeforeAsync(course.From, lease.Cancelled);
        for (var atHead = false; !atHead;)
        {
            lease.ThrowIfOverdue();
            using var held = await reads.ReadAsync(lease, after, request.Subscription, ReadLimits.PageEvents);
            var before = last;
            foreach (var frame in held.Page.Frames)
            {
                if (course.Shows(frame.Event) && request.Path.ReadNumber(frame.Event.Data) is { } number)
                {
                    course.Add(frame.Event.ShownTime, number);
                    last = frame.Event.Data;
                }
            }

            lease.LetGo((before?.Utf8.Length ?? 0) - (last?.Utf8.Length ?? 0));
            (after, atHead) = (held.Page.Through, held.Page.ReachedEnd);
        }

        return last;
    }
}
