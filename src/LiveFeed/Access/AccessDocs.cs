using LiveFeed.Access.Authentication;
using LiveFeed.Access.Authorization;
using LiveFeed.Events;
using LiveFeed.Http.Docs;

namespace LiveFeed.Access;

/// <summary>What the access check takes and answers, at every endpoint that asks it.</summary>
internal static class AccessDocs
{
    internal static AnswerDoc NoCredentials { get; } = AnswerDoc.Problem(
        "This needs credentials, and there are none (`LiveFeed:Access:Anonymous` says what needs none) or they are no good.",
        AccessProblems.NoCredentials,
        AccessProblems.UnknownKey,
        AccessProblems.Expired);

    internal static AnswerDoc MayNotPublish { get; } = Forbidden(
        """
        The credentials are good, but not for this. Of an array, nothing is published unless all of it may be; of NDJSON, a
        line that may not be published is among those `rejected`. Or a browser sends it for a page of another site.
        """,
        caller => caller.MayPublish(TopicName.Parse("orders/eu"), index: 3)!,
        caller => caller.MayPublish(null)!,
        _ => AccessProblems.OtherSite("https://evil.example", "localhost:5080"),
        _ => AccessProblems.CrossSite);

    internal static AnswerDoc MayNotFollow { get; } = Forbidden(
        "The credentials are good, but do not cover all that is asked for.",
        caller => caller.MayFollow([TopicPattern.Parse("orders/**")])!);

    internal static AnswerDoc MayNotAdminister { get; } = Forbidden(
        "The credentials are good, but do not allow administering.", caller => caller.MayAdminister()!);

    internal static AnswerDoc MayNotEnd { get; } = Forbidden(
        "The credentials are good, but do not allow administering. Or a browser sends it for a page of another site.",
        caller => caller.MayAdminister()!,
        _ => AccessProblems.OtherSite("https://evil.example", "localhost:5080"),
        _ => AccessProblems.CrossSite);

    /// <summary>For endpoints with no other reason to be unavailable.</summary>
    internal static AnswerDoc AuthorityAway { get; } = AnswerDoc.Problem(
        "The authority that signs tokens cannot be reached, and never could since the start.", AccessProblems.AuthorityAway);

    internal static ParameterDoc Token { get; } = new(
        RequestCredentials.QueryParameter,
        "The token, for an `EventSource`, which cannot set headers. A header wins over it, and it over the cookie.");

    private static AnswerDoc Forbidden(string when, params IReadOnlyList<Func<Caller, Http.FeedProblem>> problems)
    {
        var nobody = Caller.With(Rights.Nothing);
        return AnswerDoc.Problem(when, [.. problems.Select(problem => problem(nobody))]);
    }
}
