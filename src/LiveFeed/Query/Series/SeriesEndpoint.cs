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
/// <c>GET /history/series</c> and <c>/history/states</c>: retained values for a chart, a few of each bucket of time. A query
/// ends when its client has gone.
/// </summary>
/// <response code="200">The values by topic, oldest first.</response>
/// <response code="400">A parameter cannot be read.</response>
/// <response code="401">
/// The request needs credentials and has none, or they are not valid (<c>LiveFeed:Access:Anonymous</c>).
/// </response>
/// <response code="403">The credentials do not cover all of the request.</response>
/// <response code="422">A topic is no pattern, there are too many, or the path is too long.</response>
/// <response code="503">
/// The max number of queries runs, or they hold the max memory; the log cannot be read; or the authority that signs tokens
/// could not be reached since the start.
/// </response>
internal static class SeriesEndpoint
{
    internal const int DefaultBuckets = 600;
    internal const int MaxBuckets = 2_000;

    // The span of a chart that names none.
    private static readonly TimeSpan DefaultSpan = TimeSpan.FromHours(1);

    internal static FeedProblem[] Examples =>
    [
        FeedProblem.At(ProblemKind.Malformed, "buckets", "must be a whole number from 1 to 2000"),
        .. QueryExamples.OfTopics,
    ];

    /// <summary>Read retained values for a chart</summary>
    /// <remarks>
    /// The retained numbers of topics over a span of time, reduced for a chart: the least, the greatest and the last value
    /// of each bucket of time, so no peak is lost. Max 100 topics in one answer.
    /// </remarks>
    /// <param name="value">
    /// Dotted path to the number in the events' data. Without it, the data if it is a number, else its <c>value</c>.
    /// </param>
    /// <param name="histogram">
    /// <c>from,to,bins</c>, as <c>0,100,20</c>: each topic also gets <c>counts</c>: for each bucket, the number of values in
    /// each of <c>bins</c> equal parts of the range. Values below the range count in the first part, values from <c>to</c>
    /// on in the last. Max 200 parts, and max 40000 parts times buckets.
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
    /// The states of topics over a span of time, reduced for a timeline: the first time of each state, and its last time in
    /// each bucket. A bucket with many states keeps a few, among them the least and the greatest number. The state at the
    /// start of the span is included, of any age. Max 100 topics in one answer.
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

    // Reads all but the user and the topics.
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
