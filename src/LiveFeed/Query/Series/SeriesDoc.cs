using LiveFeed.Access;
using LiveFeed.Http;
using LiveFeed.Http.Docs;
using LiveFeed.Reading;

namespace LiveFeed.Query.Series;

/// <summary><c>GET /history/series</c> and <c>/history/states</c>, described.</summary>
internal static class SeriesDoc
{
    internal static EndpointDoc Series { get; } = Describe(
        "Read retained values for a chart", """
        The retained numbers of topics over a span of time, thinned to what a chart can show: of each bucket of time the least, the
        greatest and the last value, so that no peak is lost. At most 100 topics are in one answer.
        """,
        "Dotted path to the number in the events' data. Without it, the data if it is a number, else its `value`.",
        new BodyDoc(BodyDoc.Json, typeof(SeriesAnswer), SeriesExample, HistogramExample),
        new ParameterDoc("histogram", $"""
            `from,to,bins`, as `0,100,20`: each topic gets `counts` too, an entry a bucket, which says how many values are in each of
            `bins` equal parts of the range. Values below it count in the first part, values from `to` on in the last. At most
            {Histogram.MaxBins} parts, and at most {Histogram.MaxCells} parts times buckets.
            """));

    internal static EndpointDoc States { get; } = Describe(
        "Read retained states for a timeline", """
        What topics said over a span of time, thinned to what a timeline can show: when each state was said first, and in each bucket
        of time when it was said last; where a bucket has many, a few of them, the least and the greatest number among those. What
        held when the span begins is told too, however long ago it was said. At most 100 topics are in one answer.
        """,
        "Dotted path to the state in the events' data: a text, a number, `true` or `false`. Without it, the data if it is one, else its `value`.",
        new BodyDoc(BodyDoc.Json, typeof(StatesAnswer), StatesExample));

    private static EndpointDoc Describe(
        string summary, string description, string value, BodyDoc answer, params IReadOnlyList<ParameterDoc> further) => new(summary, description)
        {
            Parameters =
        [
            new("topic", "Topics or patterns, at most 100 (`LiveFeed:Limits:TopicsPerClient`). Without it, everything that one may follow.")
            {
                Shape = typeof(string[]),
                Example = new[] { "metrics/**" },
            },
            new("value", value)
            {
                MaxLength = ValuePath.MaxLength,
            },
            new("since", "Only values received since then: a time such as `2026-01-31T10:00:00Z`, or a time span back from now. Without it, an hour back."),
            new("until", "Only values received until then, written in the same ways. Without it, now."),
            new("buckets", "Into how many equal parts the time is cut.")
            {
                Shape = typeof(int),
                Default = SeriesEndpoint.DefaultBuckets,
                Least = 1,
                Most = SeriesEndpoint.MaxBuckets,
            },
            .. further,
            AccessDocs.Token,
        ],
            Answers =
        [
            new(200, "The values by topic, oldest first.", answer),
            AnswerDoc.Problem(
                "A parameter cannot be read.",
                FeedProblem.At(ProblemKind.Malformed, "buckets", "must be a whole number from 1 to 2000")),
            AccessDocs.NoCredentials,
            AccessDocs.MayNotFollow,
            AnswerDoc.Problem(
                "A topic is no pattern, there are too many, or the path is too long.",
                FeedProblem.At(ProblemKind.Invalid, "topic", "must have 1 to 512 characters, not 0")),
            QueryDocs.Unavailable,
        ],
        };

    private static ExampleDoc SeriesExample => new("series", "Two buckets of one topic", """
        {"from":1769853600000,"to":1769857200000,"next":"c846beefd8-107","series":[
          {"topic":"metrics/web/rps","unit":"events/s","times":[1769855399000,1769857199000],"min":[790,801],"max":[1204,866],"last":[812,860]}],
         "leftOut":0}
        """);

    private static ExampleDoc HistogramExample => new("histogram", "Of each bucket, how its values are spread over 0 to 1000 in four parts", """
        {"from":1769853600000,"to":1769857200000,"next":"c846beefd8-107","series":[
          {"topic":"metrics/web/rps","times":[1769855399000,1769857199000],"min":[190,801],"max":[1204,866],"last":[812,860],
           "counts":[[3,0,12,1785],[0,0,0,1800]]}],
         "leftOut":0}
        """);

    private static ExampleDoc StatesExample => new("states", "A state that changed", """
        {"from":1769853600000,"to":1769857200000,"next":"c846beefd8-107","series":[
          {"topic":"ci/build","times":[1769851800000,1769855399000,1769857199000],"values":["passed","running","failed"]}],
         "leftOut":0}
        """);
}
