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
    internal const int MaxOfEach = 100;

    internal static async Task<IResult> ReadHistory(
        HttpContext context, IEventLog log, AccessPolicy access, IOptions<LimitsOptions> limits, TimeProvider time)
    {
        var caller = await access.IdentifyAsync(context);
        var query = new QueryReader(context.Request.Query);
        var topics = query.Patterns("topic", limits.Value.TopicsPerClient);
        var after = query.Position("after");
        var (since, until) = (query.Moment("since", time.GetUtcNow()), query.Moment("until", time.GetUtcNow()));
        var limit = query.Number("limit", 1, MaxLimit, DefaultLimit);
        var (newest, newestOfEach) = (query.Number("newest", 1, MaxLimit, 0), query.Number("newestOfEach", 1, MaxOfEach, 0));
        query.AtMostOne("limit", "newest", "newestOfEach");
        if ((query.Problem ?? caller.MayFollow(topics)) is { } problem)
        {
            return problem;
        }

        var isAll = topics.Count == 0;
        var subscription = new Subscription { Topics = isAll ? caller.Rights.Followed : [.. topics], User = caller.User, Broadcasts = isAll };
        var cancelled = context.RequestAborted;
        var span = await LogSpan.FindAsync(log, since, until, cancelled);

        // A position of another epoch is before everything: what is retained now is news to whoever has it. Where the log goes
        // on after one that it never gave out, it says itself.
        var start = after is { } position && position.Epoch == log.Epoch ? position.Sequence : 0;
        var range = new HistoryRange(subscription, Math.Max(start, span.After), span.Through);
        int? leftOut = null;
        var (events, next) = ((List<EventFrame>)[], range.Through);
        if (newestOfEach > 0)
        {
            (events, leftOut) = await HistoryReader.ReadNewestOfEachAsync(log, range, newestOfEach, cancelled);
        }
        else if (newest > 0)
        {
            events = await HistoryReader.ReadNewestAsync(log, range, newest, cancelled);
        }
        else
        {
            (events, next) = await HistoryReader.ReadOldestAsync(log, range, limit, cancelled);
        }

        await WriteAsync(context.Response, events, new Position(log.Epoch, next), leftOut, cancelled);
        return Results.Empty;
    }

    private static async Task WriteAsync(
        HttpResponse response, List<EventFrame> events, Position next, int? leftOut, CancellationToken cancellationToken)
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
        if (leftOut is { } topics)
        {
            writer.WriteNumber("leftOut"u8, topics);
        }

        writer.WriteEndObject();
        await writer.FlushAsync(cancellationToken);
    }
}
