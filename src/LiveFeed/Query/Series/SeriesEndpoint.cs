using LiveFeed.Access;
using LiveFeed.Events;
using LiveFeed.Frames;
using LiveFeed.Http;
using LiveFeed.Log;
using LiveFeed.Query.Answers;
using LiveFeed.Reading;
using Microsoft.AspNetCore.Http;

namespace LiveFeed.Query.Series;

/// <summary>
/// <c>GET /history/series</c> and <c>/history/states</c>: retained values as a chart draws them, a few of each bucket of time.
/// They end when who asked has gone.
/// </summary>
internal static class SeriesEndpoint
{
    internal const int DefaultBuckets = 600;
    internal const int MaxBuckets = 2_000;

    // Charts' scale: what one sees without asking for more.
    private static readonly TimeSpan DefaultSpan = TimeSpan.FromHours(1);

    internal static Task<IResult> ReadSeries(
        HttpContext context, IEventLog log, SeriesReader reader, AccessPolicy access, QueryLimiter allowance) =>
        ReadAsync(context, log, reader, access, allowance, (topic, request, _) => new TopicSeries(topic, request));

    internal static Task<IResult> ReadStates(
        HttpContext context, IEventLog log, SeriesReader reader, AccessPolicy access, QueryLimiter allowance) =>
        ReadAsync(context, log, reader, access, allowance, (topic, request, most) => new TopicStates(topic, request, most));

    private static async Task<IResult> ReadAsync<T>(
        HttpContext context, IEventLog log, SeriesReader reader, AccessPolicy access, QueryLimiter allowance,
        Func<TopicName, SeriesRequest, long, T> begin)
        where T : ITopicColumns
    {
        var caller = await access.IdentifyAsync(context);
        var query = new QueryParameters(context.Request.Query);
        var now = allowance.Time.GetUtcNow();
        var topics = query.Patterns("topic", allowance.Limits.TopicsPerClient);
        var path = query.Text("value", ValuePath.MaxLength);
        var since = query.Moment("since", now) ?? now - DefaultSpan;
        var until = query.Moment("until", now) ?? now;
        var buckets = query.Number("buckets", 1, MaxBuckets, DefaultBuckets);
        var histogram = T.Counts ? ReadHistogram(query, buckets) : null;
        if ((query.Problem ?? caller.MayFollow(topics)) is { } problem)
        {
            return problem;
        }

        var request = new SeriesRequest
        {
            Topics = topics.Count == 0 ? caller.Rights.Followed : [.. topics],
            User = caller.User,
            Path = new ValuePath(path is "" ? null : path),
            Since = since,
            Until = until,
            Buckets = buckets,
            Histogram = histogram,
        };
        return await allowance.AnswerAsync(context, caller, async lease =>
        {
            var (series, leftOut, through) = await reader.ReadAsync(lease, request, (topic, most) => begin(topic, request, most));
            await WriteAsync(lease, request, series, leftOut, log.Epochs.PositionOf(through));
            return Results.Empty;
        });
    }

    private static Histogram? ReadHistogram(QueryParameters query, int buckets)
    {
        if (query.Bins("histogram", Histogram.MaxBins) is not { } read)
        {
            return null;
        }

        if ((long)read.Bins * buckets > Histogram.MaxCells)
        {
            query.Fail(ProblemKind.Malformed, "histogram", $"may have at most {Histogram.MaxCells} cells, which are parts times buckets, not {read.Bins} times {buckets}");
        }

        return new Histogram(read.From, read.To, read.Bins);
    }

    private static async Task WriteAsync<T>(
        QueryLease lease, SeriesRequest request, IReadOnlyList<T> found, int leftOut, Position next)
        where T : ITopicColumns
    {
        using var answer = new JsonAnswer(lease, EventJson.WriterOptions);
        var writer = answer.Json;
        writer.WriteStartObject();
        writer.WriteNumber("from"u8, request.Since.ToUnixTimeMilliseconds());
        writer.WriteNumber("to"u8, request.Until.ToUnixTimeMilliseconds());
        writer.WriteString("next"u8, next.ToString());
        writer.WriteStartArray("series"u8);
        foreach (var series in found)
        {
            writer.WriteStartObject();
            writer.WriteString("topic"u8, series.Topic.Value);
            series.Write(writer);
            writer.WriteEndObject();
            await answer.FlushIfFullAsync();
        }

        writer.WriteEndArray();
        writer.WriteNumber("leftOut"u8, leftOut);
        writer.WriteEndObject();
        await answer.FlushAsync();
    }
}
