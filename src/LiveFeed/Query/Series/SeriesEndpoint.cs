using System.ComponentModel.DataAnnotations;
using LiveFeed.Access;
using LiveFeed.Events;
using LiveFeed.Frames;
using LiveFeed.Http;
using LiveFeed.Query.Answers;
using LiveFeed.Reading;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Primitives;

namespace LiveFeed.Query.Series;

/// <summary>
/// <c>GET /history/series</c> and <c>/history/states</c>: retained values as a chart draws them, a few of each bucket of
/// time. They end when who asked has gone.
/// </summary>
/// <response code="200">The values by topic, oldest first.</response>
/// <response code="400">A parameter cannot be read.</response>
/// <response code="401">
/// This needs credentials, and there are none (<c>LiveFeed:Access:Anonymous</c> says what needs none) or they are no good.
/// </response>
/// <response code="403">The credentials are good, but do not cover all that is asked for.</response>
/// <response code="422">A topic is no pattern, there are too many, or the path is too long.</response>
/// <response code="503">
/// As many queries are being answered as may be, or they hold as much memory; the log cannot be read; or the authority that
/// signs tokens cannot be reached, and never could since the start.
/// </response>
internal static class SeriesEndpoint
{
    internal const int DefaultBuckets = 600;
    internal const int MaxBuckets = 2_000;

    // Charts' scale: what one sees without asking for more.
    private static readonly TimeSpan DefaultSpan = TimeSpan.FromHours(1);

    internal static FeedProblem[] Examples =>
    [
        FeedProblem.At(ProblemKind.Malformed, "buckets", "must be a whole number from 1 to 2000"),
        .. QueryExamples.OfTopics,
    ];

    /// <summary>Read retained values for a chart</summary>
    /// <remarks>
    /// The retained numbers of topics over a span of time, thinned to what a chart can show: of each bucket of time the
    /// least, the greatest and the last value, so that no peak is lost. At most 100 topics are in one answer.
    /// </remarks>
    /// <param name="value">
    /// Dotted path to the number in the events' data. Without it, the data if it is a number, else its <c>value</c>.
    /// </param>
    /// <param name="histogram">
    /// <c>from,to,bins</c>, as <c>0,100,20</c>: each topic gets <c>counts</c> too, an entry a bucket, which says how many
    /// values are in each of <c>bins</c> equal parts of the range. Values below it count in the first part, values from
    /// <c>to</c> on in the last. At most 200 parts, and at most 40000 parts times buckets.
    /// </param>
    internal static Task<Results<StreamedJson<SeriesAnswer>, FeedProblem>> ReadSeries(
        [AsParameters] SeriesParameters parameters,
        [FromQuery(Name = "value"), Reads(typeof(string)), MaxLength(ValuePath.MaxLength)] string[]? value,
        [FromQuery(Name = "histogram"), Reads(typeof(string))] string[]? histogram,
        [AsParameters] SeriesServices services) =>
        ReadAsync<TopicSeries, SeriesAnswer>(
            parameters, value, histogram, services, (topic, request, _) => new TopicSeries(topic, request));

    /// <summary>Read retained states for a timeline</summary>
    /// <remarks>
    /// What topics said over a span of time, thinned to what a timeline can show: when each state was said first, and in
    /// each bucket of time when it was said last; where a bucket has many, a few of them, the least and the greatest number
    /// among those. What held when the span begins is told too, however long ago it was said. At most 100 topics are in one
    /// answer.
    /// </remarks>
    /// <param name="value">
    /// Dotted path to the state in the events' data: a text, a number, <c>true</c> or <c>false</c>. Without it, the data if
    /// it is one, else its <c>value</c>.
    /// </param>
    internal static Task<Results<StreamedJson<StatesAnswer>, FeedProblem>> ReadStates(
        [AsParameters] SeriesParameters parameters,
        [FromQuery(Name = "value"), Reads(typeof(string)), MaxLength(ValuePath.MaxLength)] string[]? value,
        [AsParameters] SeriesServices services) =>
        ReadAsync<TopicStates, StatesAnswer>(
            parameters, value, default, services, (topic, request, most) => new TopicStates(topic, request, most));

    private static async Task<Results<StreamedJson<TAnswer>, FeedProblem>> ReadAsync<T, TAnswer>(
        SeriesParameters parameters,
        StringValues value,
        StringValues bins,
        SeriesServices services,
        Func<TopicName, SeriesRequest, long, T> begin)
        where T : ITopicColumns
    {
        var (context, allowance) = (services.Context, services.Allowance);
        var caller = await services.Access.IdentifyAsync(context);
        var query = new QueryParameters();
        var topics = query.Patterns("topic", parameters.Topic, allowance.Limits.TopicsPerClient);
        var request = ReadRequest(query, parameters, value, bins, allowance.Time.GetUtcNow()) with
        {
            Topics = topics.Count == 0 ? caller.Rights.Followed : [.. topics],
            User = caller.User,
        };
        if ((query.Problem ?? caller.MayFollow(topics)) is { } problem)
        {
            return problem;
        }

        var refusal = await allowance.AnswerAsync(context, caller, async lease =>
        {
            var (series, leftOut, through) = await services.Reader.ReadAsync(
                lease, request, (topic, most) => begin(topic, request, most));
            await WriteAsync(lease, request, series, leftOut, services.Log.Epochs.PositionOf(through));
        });
        return refusal is null ? StreamedJson<TAnswer>.Written : refusal;
    }

    // All but who asks, and for which topics.
    private static SeriesRequest ReadRequest(
        QueryParameters query, SeriesParameters parameters, StringValues value, StringValues bins, DateTimeOffset now)
    {
        var path = query.Text("value", value, ValuePath.MaxLength);
        var since = query.Moment("since", parameters.Since, now) ?? now - DefaultSpan;
        var until = query.Moment("until", parameters.Until, now) ?? now;
        var buckets = query.Number("buckets", parameters.Buckets, 1, MaxBuckets, DefaultBuckets);
        return new SeriesRequest
        {
            Topics = [],
            User = null,
            Path = new ValuePath(path is "" ? null : path),
            Since = since,
            Until = until,
            Buckets = buckets,
            Histogram = ReadHistogram(query, bins, buckets),
        };
    }

    private static Histogram? ReadHistogram(QueryParameters query, StringValues bins, int buckets)
    {
        if (query.Bins("histogram", bins, Histogram.MaxBins) is not { } read)
        {
            return null;
        }

        if ((long)read.Bins * buckets > Histogram.MaxCells)
        {
            query.Fail(
                ProblemKind.Malformed,
                "histogram",
                $"may have at most {Histogram.MaxCells} cells, which are parts times buckets, not {read.Bins} times " +
                $"{buckets}");
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
