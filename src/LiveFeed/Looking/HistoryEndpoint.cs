using System.Text.Json;
using LiveFeed.Access;
using LiveFeed.Events;
using LiveFeed.Http;
using LiveFeed.Log;
using LiveFeed.Streaming;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace LiveFeed.Looking;

/// <summary><c>GET /history</c>: what is retained, a page at a time, every event of it (nothing is conflated).</summary>
internal static class HistoryEndpoint
{
    internal const int DefaultLimit = 1_000;
    internal const int MaxLimit = 10_000;

    internal static async Task<IResult> ReadHistory(
        HttpContext context, IEventLog log, AccessPolicy access, IOptions<LimitsOptions> limits, TimeProvider time)
    {
        var caller = await access.IdentifyAsync(context);
        var query = new QueryReader(context.Request.Query);
        var topics = query.Patterns("topic", limits.Value.TopicsPerClient);
        var after = query.Position("after");
        var since = query.Moment("since", time.GetUtcNow());
        var limit = query.Number("limit", 1, MaxLimit, DefaultLimit);
        if ((query.Problem ?? caller.MayFollow(topics)) is { } problem)
        {
            return problem;
        }

        // A position of another epoch is before everything: what is retained now is news to whoever has it. One that was never
        // given out is the head's, or who goes on from there would miss what comes.
        var start = after is { } position && position.Epoch == log.Epoch ? Math.Min(position.Sequence, log.Head) : 0;
        if (since is { } moment)
        {
            start = Math.Max(start, await log.SequenceBeforeAsync(moment, context.RequestAborted));
        }

        var isAll = topics.Count == 0;
        var subscription = new Subscription { Topics = isAll ? caller.Rights.Followed : [.. topics], User = caller.User };
        var (events, next) = await ReadAsync(log, subscription, isAll, start, limit, context.RequestAborted);
        await WriteAsync(context.Response, events, new Position(log.Epoch, next), context.RequestAborted);
        return Results.Empty;
    }

    private static async ValueTask<(List<EventFrame> Events, long Next)> ReadAsync(
        IEventLog log, Subscription subscription, bool withBroadcasts, long after, int limit, CancellationToken cancellationToken)
    {
        var events = new List<EventFrame>();
        for (var atHead = false; !atHead && events.Count < limit;)
        {
            var page = await log.ReadAsync(after, subscription, limit - events.Count, conflate: false, cancellationToken);
            events.AddRange(page.Frames.Where(frame => withBroadcasts || frame.Event.Topic is not null));
            (after, atHead) = (Math.Max(page.Through, page.Trimmed), page.ReachedEnd);
        }

        return (events, after);
    }

    private static async Task WriteAsync(
        HttpResponse response, List<EventFrame> events, Position next, CancellationToken cancellationToken)
    {
        response.ContentType = "application/json";
        await using var writer = new Utf8JsonWriter(response.BodyWriter, EventJson.WriterOptions);
        writer.WriteStartObject();
        writer.WriteStartArray("events"u8);
        foreach (var frame in events)
        {
            writer.WriteStartObject();
            writer.WriteString("position"u8, frame.Position.ToString());
            EventJson.WriteTopicNameTime(writer, frame.Event);
            if (frame.Event.Key is { } key)
            {
                writer.WriteString("key"u8, key);
            }

            EventJson.WriteData(writer, frame.Event.Data);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteString("next"u8, next.ToString());
        writer.WriteEndObject();
        await writer.FlushAsync(cancellationToken);
    }
}
