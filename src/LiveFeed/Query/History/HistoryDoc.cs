using LiveFeed.Access;
using LiveFeed.Http;
using LiveFeed.Http.Docs;
using LiveFeed.Reading;

namespace LiveFeed.Query.History;

/// <summary><c>GET /history</c>, described.</summary>
internal static class HistoryDoc
{
    internal static EndpointDoc Doc { get; } = new("Read retained events", """
        A page of what is retained, every event of it, oldest first. To read on, give `next` as `after`, until `events` is empty:
        a page may have fewer events than asked for, of large ones some 16 MiB. To follow from there without a gap, give it to
        `GET /events` as `lastEventId`. With `newest` or `newestOfEach` it is what came last instead, however long ago that was. A
        reader that takes nothing for 30 s (`LiveFeed:Limits:QueryStalledAfter`) is cut off.
        """)
    {
        Parameters =
        [
            new("topic", "Topics or patterns, at most 100 (`LiveFeed:Limits:TopicsPerClient`). Without it, everything that one may follow.")
            {
                Shape = typeof(string[]),
                Example = new[] { "**" },
            },
            new("after", """
                Only events after this position, for example `c846beefd8-106`. One of an earlier epoch (another life of the log) is
                before everything. Where events after it are no longer there, `gap` says so.
                """),
            new("since", "Only events received since then: a time such as `2026-01-31T10:00:00Z`, or a time span back from now such as `00:05:00`."),
            new("until", "Only events received until then, written in the same ways."),
            new("limit", "At most so many events, the oldest.")
            {
                Shape = typeof(int),
                Default = HistoryEndpoint.DefaultLimit,
                Least = 1,
                Most = HistoryEndpoint.MaxLimit,
            },
            new("newest", "At most so many events, the newest; instead of `limit`.")
            {
                Shape = typeof(int),
                Least = 1,
                Most = HistoryEndpoint.MaxLimit,
            },
            new("newestOfEach", """
                At most so many events of each topic, its newest; instead of `limit`. They are 10,000 at most in all: `leftOut` says
                how many topics, the last by name, have no place among them.
                """)
            {
                Shape = typeof(int),
                Least = 1,
                Most = HistoryEndpoint.MaxOfEach,
            },
            AccessDocs.Token,
        ],
        Answers =
        [
            new(200, "The page.", new BodyDoc(BodyDoc.Json, typeof(HistoryPage), Page, Empty, Gap)),
            AnswerDoc.Problem(
                "A parameter cannot be read.",
                FeedProblem.At(ProblemKind.Malformed, "limit", "must be a whole number from 1 to 10000"),
                FeedProblem.At(ProblemKind.Malformed, "newest", "cannot be given together with limit"),
                FeedProblem.At(ProblemKind.Malformed, "since", "must be a time such as 2026-01-31T10:00:00Z, or a time span back from now such as 00:05:00")),
            AccessDocs.NoCredentials,
            AccessDocs.MayNotFollow,
            AnswerDoc.Problem(
                "A topic is no pattern, or there are too many.",
                FeedProblem.At(ProblemKind.Invalid, "topic", "must have 1 to 512 characters, not 0")),
            QueryDocs.Unavailable,
        ],
    };

    private static ExampleDoc Page => new("page", "A keyed event and a text", """
        {"events":[
          {"position":"c846beefd8-106","topic":"metrics/web/rps","event":"metric","time":"2026-01-31T10:00:00.1234567Z","key":"metrics/web/rps","data":{"value":812}},
          {"position":"c846beefd8-107","topic":"notes","event":"message","time":"2026-01-31T10:00:01.7654321Z","data":"maintenance at 22:00"}],
         "next":"c846beefd8-107"}
        """);

    private static ExampleDoc Gap => new("gap", "Some events after the position are no longer retained", """
        {"events":[{"position":"c846beefd8-107","topic":"notes","event":"message","time":"2026-01-31T10:00:01.7654321Z","data":"maintenance at 22:00"}],
         "next":"c846beefd8-107","gap":{"after":"c846beefd8-12","before":"c846beefd8-107","reason":"expired"}}
        """);

    private static ExampleDoc Empty => new("end", "Nothing more yet", """{"events":[],"next":"c846beefd8-107"}""");
}
