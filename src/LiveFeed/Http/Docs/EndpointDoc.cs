namespace LiveFeed.Http.Docs;

/// <summary>
/// What an endpoint takes and answers, for people and for OpenAPI. Handlers read query and body by hand, so nothing but this
/// says it; it stands beside the endpoint as its metadata. Texts are Markdown.
/// </summary>
internal sealed record EndpointDoc(string Summary, string Description)
{
    internal IReadOnlyList<ParameterDoc> Parameters { get; init; } = [];

    /// <summary>The request's body in each media type that is read; none when there is no body.</summary>
    internal IReadOnlyList<BodyDoc> Bodies { get; init; } = [];

    internal required IReadOnlyList<AnswerDoc> Answers { get; init; }
}
