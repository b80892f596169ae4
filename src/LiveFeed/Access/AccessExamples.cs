using LiveFeed.Access.Authorization;
using LiveFeed.Events;
using LiveFeed.Http;

namespace LiveFeed.Access;

/// <summary>Answers of the access check, as real problems. The descriptions of endpoints show them.</summary>
internal static class AccessExamples
{
    private static readonly Caller Nobody = Caller.With(Rights.Nothing);

    internal static FeedProblem[] NoCredentials =>
        [AccessProblems.NoCredentials, AccessProblems.UnknownKey, AccessProblems.Expired];

    internal static FeedProblem[] MayNotPublish =>
        [Nobody.MayPublish(TopicName.Parse("orders/eu"), index: 3)!, Nobody.MayPublish(null)!, .. FromAnotherSite];

    internal static FeedProblem MayNotFollow => Nobody.MayFollow([TopicPattern.Parse("orders/**")])!;

    internal static FeedProblem MayNotAdminister => Nobody.MayAdminister()!;

    /// <summary>For endpoints that change something: a page of another site may not send such requests.</summary>
    internal static FeedProblem[] MayNotChange => [MayNotAdminister, .. FromAnotherSite];

    private static FeedProblem[] FromAnotherSite =>
        [AccessProblems.OtherSite("https://evil.example", "localhost:5080"), AccessProblems.CrossSite];
}
