using System.Text.Json;
using LiveFeed.Access;
using LiveFeed.Events;
using LiveFeed.Http;
using LiveFeed.Log;
using LiveFeed.Streaming;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace LiveFeed.Looking.Series;

/// <summary>
/// <c>GET /history/series</c>: retained values as a chart draws them, the least, greatest and last of each bucket of time. It
/// ends when who asked has gone.
/// </summary>
internal static class SeriesEndpoint
{
    internal const int DefaultBuckets = 600;
    internal const int MaxBuckets = 2_000;

    // Charts' scale: what one sees without asking for more.
    private static readonly TimeSpan DefaultSpan = TimeSpan.FromHours(1);

    internal static async Task<IResult> ReadSeries(
        HttpContext context, IEventLog log, SeriesReader reader, AccessPolicy access, IOptions<LimitsOptions> limits, TimeProvider time)
    {
        var caller = await access.IdentifyAsync(context);
        var query = new QueryReader(context.Request.Query);
        var now = time.GetUtcNow();
        var topics = query.Patterns("topic", limits.Value.TopicsPerClient);
        var path = query.Text("value", ValuePath.MaxLength);
        var since = query.Moment("since", now) ?? now - DefaultSpan;
        var until = query.Moment("until", now) ?? now;
        var buckets = query.Number("buckets", 1, MaxBuckets, DefaultBuckets);
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
        };
        var (series, leftOut, through) = await reader.ReadAsync(request, context.RequestAborted);
        await WriteAsync(context.Response, request, series, leftOut, new Position(log.Epoch, through), context.RequestAborted);
        return Results.Empty;
    }

    private static async Task WriteAsync(
        HttpResponse response, SeriesRequest request, IReadOnlyList<TopicSeries> found, int leftOut, Position next, CancellationToken cancellationToken)
    {
        response.ContentType = "application/json";
        await using var writer = new Utf8JsonWriter(response.BodyWriter, EventJson.WriterOptions);
        writer.WriteStartObject();
        writer.WriteNumber("from"u8, request.Since.ToUnixTimeMilliseconds());
        writer.WriteNumber("to"u8, request.Until.ToUnixTimeMilliseconds());
        writer.WriteString("next"u8, next.ToString());
        writer.WriteStartArray("series"u8);
        foreach (var series in found)
        {
            Write(writer, series);
            await writer.FlushAsync(cancellationToken);
        }

        writer.WriteEndArray();
        writer.WriteNumber("leftOut"u8, leftOut);
        writer.WriteEndObject();
        await writer.FlushAsync(cancellationToken);
    }

    private static void Write(Utf8JsonWriter writer, TopicSeries series)
    {
        writer.WriteStartObject();
        writer.WriteString("topic"u8, series.Topic.Value);
        if (series.Unit is { } unit)
        {
            writer.WriteString("unit"u8, unit);
        }

        Write(writer, "times", series, bucket => bucket.Time);
        Write(writer, "min", series, bucket => bucket.Min);
        Write(writer, "max", series, bucket => bucket.Max);
        Write(writer, "last", series, bucket => bucket.Last);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, string name, TopicSeries series, Func<SeriesBucket, double> column)
    {
        writer.WriteStartArray(name);
        foreach (var bucket in series.Buckets)
        {
            writer.WriteNumberValue(column(bucket));
        }

        writer.WriteEndArray();
    }
}
