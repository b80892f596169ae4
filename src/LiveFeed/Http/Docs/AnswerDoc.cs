using System.Text.Json;

namespace LiveFeed.Http.Docs;

/// <summary>What is answered with one status, in one media type or several.</summary>
internal sealed record AnswerDoc(int Status, string Description, params IReadOnlyList<BodyDoc> Bodies)
{
    internal const string ProblemMediaType = "application/problem+json";

    internal IReadOnlyList<HeaderDoc> Headers { get; init; } = [];

    /// <summary>A problem, shown by real ones.</summary>
    /// <param name="when">When it is answered.</param>
    /// <param name="problems">At least one; all of the same status.</param>
    internal static AnswerDoc Problem(string when, params IReadOnlyList<FeedProblem> problems)
    {
        var status = problems[0].Kind.Status;
        return new AnswerDoc(status, when, new BodyDoc(ProblemMediaType, typeof(ProblemBody), [.. problems.Select(Example)]))
        {
            Headers = status == 401
                ? [new HeaderDoc("WWW-Authenticate", "What is wanted, and what is wrong with the token when one was given.", problems[^1].Challenge)]
                : problems[0].RetryAfterSeconds is { } wait
                    ? [new HeaderDoc("Retry-After", "Seconds after which it is worth trying again.", wait)]
                    : [],
        };
    }

    private static ExampleDoc Example(FeedProblem problem, int index) => new(
        index == 0 ? problem.Kind.Name : $"{problem.Kind.Name}-{index + 1}",
        problem.Detail,
        JsonSerializer.Serialize(problem.ToDetails(), JsonSerializerOptions.Web));
}
