namespace LiveFeed.Http;

/// <summary>Metadata of an endpoint: real problems that it may answer, which the OpenAPI document shows.</summary>
internal sealed record ProblemExamples(IReadOnlyList<FeedProblem> Problems);
