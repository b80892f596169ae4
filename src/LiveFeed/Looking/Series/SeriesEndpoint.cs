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
/// reads the log a page at a time, so that it holds up nobody, and ends when who asked has gone.
/// </summary>
internal static class SeriesEndpoint
{
    internal const int DefaultBuckets = 600;
    internal const int MaxBuckets = 2_000;

    // Charts' scale: what one sees without asking for more.
    private static readonly TimeSpan DefaultSpan = TimeSpan.FromHours(1);

    internal static async Task<IResult> ReadSeries(
        HttpContext context, IEventLog log, AccessPolicy access, IOptions<LimitsOptions> limits, TimeProvider time)
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

        var collector = new SeriesCollector(new ValuePath(path is "" ? null : path), since, until, buckets);
        var subscription = new Subscription
        {
            Topics = topics.Count == 0 ? caller.Rights.Followed : [.. topics],
            User = caller.User,
        };
        var next = await CollectAsync(log, subscription, since, until, collector, context.RequestAborted);
        await WriteAsync(context.Response, collector, (since, until), new Position(log.Epoch, next), context.RequestAborted);
        return Results.Empty;
    }

    private static async ValueTask<long> CollectAsync(
        IEventLog log, Subscription subscription, DateTimeOffset since, DateTimeOffset until, SeriesCollector collector, CancellationToken cancellationToken)
    {
        var after = await log.SequenceBeforeAsync(since, cancellationToken);
        // What is received from here on is the stream's; a later end is now.
        var through = Math.Min(log.Head, await log.SequenceBeforeAsync(until.AddTicks(1), cancellationToken));
        while (after < through)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var page = await log.ReadAsync(after, subscription, ReadLimits.PageEvents, conflate: false, cancellationToken);
            foreach (var frame in page.Frames)
            {
                if (frame.Sequence <= through)
                {
                    collector.Show(frame.Event);
                }
            }

            after = Math.Max(page.Through, page.Trimmed);
            if (page.ReachedHead)
            {
                break;
            }
        }

        return through;
    }

    private static async Task WriteAsync(
        HttpResponse response, SeriesCollector collector, (DateTimeOffset Since, DateTimeOffset Until) span, Position next, CancellationToken cancellationToken)
    {
        response.ContentType = "application/json";
        await using var writer = new Utf8JsonWriter(response.BodyWriter, EventJson.WriterOptions);
        writer.WriteStartObject();
        writer.WriteNumber("from"u8, span.Since.ToUnixTimeMilliseconds());
        writer.WriteNumber("to"u8, span.Until.ToUnixTimeMilliseconds());
        writer.WriteString("next"u8, next.ToString());
        writer.WriteStartArray("series"u8);
        foreach (var series in collector.Series)
        {
            Write(writer, series);
            await writer.FlushAsync(cancellationToken);
        }

        writer.WriteEndArray();
        writer.WriteNumber("leftOut"u8, collector.LeftOut);
        writer.WriteEndObject();
        await writer.FlushAsync(cancellationToken);
    }

    private static void Write(Utf8JsonWriter writer, TopicSeries series)
    {
        writer.WriteStartObject();
        writer.WriteString("topic"u8, series.Topic);
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
