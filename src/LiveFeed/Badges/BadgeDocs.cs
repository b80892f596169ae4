using LiveFeed.Access;
using LiveFeed.Http;
using LiveFeed.Http.Docs;
using LiveFeed.Reading;

namespace LiveFeed.Badges;

/// <summary>Pictures of topics, described.</summary>
internal static class BadgeDocs
{
    internal const int Width = 120;
    internal const int Height = 24;

    private const string Svg = """
        <svg xmlns="http://www.w3.org/2000/svg" width="142" height="20" role="img" aria-label="Office: 21.5 °C"><title>Office: 21.5 °C</title></svg>
        """;

    internal static GroupDoc Group { get; } = new("Badges", "A topic as a picture, for READMEs and wikis: made from the log for each request, light or dark as the reader's system is.");

    internal static EndpointDoc Badge { get; } = new("The latest value as a badge", """
        Its newest event's value, for example `![Office](https://feed.example.com/badge.svg?topic=demo/temperature&unit=°C&label=Office)`. Without
        an event it says `no data`, without a value in it `no value`; both, and what is `stale`, are grey. It is for no
        cache to keep, and has an `ETag`.
        """)
    {
        Parameters =
        [
            .. Common,
            new("warningAbove", "Above it, the badge says so; likewise with the next three.") { Shape = typeof(double) },
            new("warningBelow", "Below it.") { Shape = typeof(double) },
            new("criticalAbove", "Above it.") { Shape = typeof(double) },
            new("criticalBelow", "Below it.") { Shape = typeof(double) },
            new("stale", "A value older than this time span is no longer believed, and the badge says how old it is: `00:05:00`. Without it, any age is fine."),
            AccessDocs.Token,
        ],
        Answers = Answers,
    };

    internal static EndpointDoc Sparkline { get; } = new("The course as a small line", """
        Its values over a time, the least and the greatest of each column of pixels. A silence that is longer than usual is a gap.
        It is for no cache to keep, and has an `ETag`.
        """)
    {
        Parameters =
        [
            .. Common,
            new("window", "How far back it goes: a time span from `00:00:10` to `1.00:00:00`.") { Default = "01:00:00" },
            new("width", "In pixels.") { Shape = typeof(int), Default = Width, Least = 16, Most = 1_000 },
            new("height", "In pixels.") { Shape = typeof(int), Default = Height, Least = 8, Most = 300 },
            AccessDocs.Token,
        ],
        Answers = Answers,
    };

    private static IReadOnlyList<ParameterDoc> Common =>
    [
        new("topic", "The one topic, no pattern. Required.") { MaxLength = 512, Example = "demo/temperature" },
        new("label", "What it is called; empty for nothing. Without it, the topic.") { MaxLength = BadgeRequest.MaxLabel },
        new("value", "A dotted path to the value in the event's data. Without it, the data itself or its `value`.") { MaxLength = BadgeRequest.MaxPath },
        new("unit", "`%`, `bytes`, `bytes/s`, `events/s`, `count`, `ms`, `s`, or any text. Without it, the event's `unit`.") { MaxLength = BadgeRequest.MaxUnit },
        new("decimals", "Digits after the point. Without it, as many as fit.") { Shape = typeof(int), Least = 0, Most = BadgeRequest.MaxDecimals },
    ];

    private static IReadOnlyList<AnswerDoc> Answers =>
    [
        new(200, "The picture.", new BodyDoc(BadgeEndpoints.MediaType, typeof(string), new ExampleDoc("picture", "A picture, its lines left out", Svg))),
        AnswerDoc.Problem("A parameter cannot be read.", FeedProblem.At(ProblemKind.Malformed, "decimals", "must be a whole number from 0 to 6")),
        AccessDocs.NoCredentials,
        AccessDocs.MayNotFollow,
        AnswerDoc.Problem("The topic is none, or a text is too long.", FeedProblem.At(ProblemKind.Invalid, "topic", "must have 1 to 512 characters, not 0")),
        QueryDocs.Unavailable,
    ];
}
