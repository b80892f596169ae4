using LiveFeed.Access.Authorization;
using LiveFeed.Http;
using LiveFeed.Refusals;

namespace LiveFeed.Tests.Refusals;

public sealed class RefusalTests
{
    [Fact]
    public void Every_kind_has_a_problem_of_its_name() =>
        Assert.All(RefusalKind.All, kind => Assert.Equal(kind.Name, ProblemKind.Of(kind).Name));

    [Fact]
    public void Refusals_that_may_be_tried_again_are_429_or_503_in_HTTP_and_no_others_are() => Assert.All(
        RefusalKind.All, kind => Assert.Equal(kind.IsTemporary, ProblemKind.Of(kind).Status is 429 or 503));

    [Fact]
    public void A_refusal_has_the_same_text_in_HTTP()
    {
        var refusal = Refusal.At(RefusalKind.TooManyRequests, "/data", "is too much") with
        {
            RetryAfter = TimeSpan.FromSeconds(7),
            Details = new Dictionary<string, object?> { ["accepted"] = 3 },
        };

        FeedProblem problem = refusal;

        Assert.Equal((429, "/data: is too much", "7"), (problem.Kind.Status, problem.Detail, problem.RetryAfterSeconds));
        Assert.Equal(["is too much"], problem.Errors!["/data"]);
        Assert.Equal(3, problem.ToDetails().Extensions["accepted"]);
    }

    [Fact]
    public void Only_bad_credentials_are_called_an_invalid_token()
    {
        Assert.Equal("Bearer", FeedProblem.Of(AccessProblems.NoCredentials).Challenge);
        Assert.Equal(
            "Bearer error=\"invalid_token\", error_description=\"The token has expired.\"",
            FeedProblem.Of(AccessProblems.Expired).Challenge);
    }
}
