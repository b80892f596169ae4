using LiveFeed.Events;
using LiveFeed.Log;
using LiveFeed.Looking.Answers;
using LiveFeed.Looking.History;

namespace LiveFeed.Badges;

/// <summary>Reads one topic from the log, for who may follow it: what was sent to others is not there.</summary>
internal static class TopicReading
{
    /// <summary>The newest event of the topic; null when none is retained.</summary>
    internal static Task<FeedEvent?> LatestAsync(QueryPlace place, QueryReads reads, BadgeRequest request) =>
        new NewestFinder(reads, place).FindOneAsync(new HistoryRange(request.Subscription, After: 0, reads.Log.Head));

    /// <summary>Takes the topic's values from the course's beginning on into it; returns the data of the last event that has one.</summary>
    internal static async Task<EventData?> FillAsync(QueryPlace place, QueryReads reads, BadgeRequest request, Course course)
    {
        EventData? last = null;
        var after = await reads.Log.SequenceBeforeAsync(course.From, place.Cancelled);
        for (var atHead = false; !atHead;)
        {
            place.ThrowIfOverdue();
            using var held = await reads.ReadAsync(place, after, request.Subscription, ReadLimits.PageEvents);
            var before = last;
            foreach (var frame in held.Page.Frames)
            {
                if (request.Path.ReadNumber(frame.Event.Data) is { } number)
                {
                    course.Add(frame.Event.Time, number);
                    last = frame.Event.Data;
                }
            }

            place.LetGo((before?.Utf8.Length ?? 0) - (last?.Utf8.Length ?? 0));
            (after, atHead) = (held.Page.Through, held.Page.ReachedEnd);
        }

        return last;
    }
}
