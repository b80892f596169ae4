namespace LiveFeed.Http.Docs;

/// <summary>The body of a request or an answer in one media type.</summary>
/// <param name="MediaType">Also a range, as <c>*/*</c>.</param>
/// <param name="Shape">The type that says what members there are; it need not be what reads or writes them.</param>
/// <param name="Examples">At least one.</param>
internal sealed record BodyDoc(string MediaType, Type Shape, params IReadOnlyList<ExampleDoc> Examples)
{
    internal const string Json = "application/json";
    internal const string Text = "text/plain";

    /// <summary>Another shape that it may have instead.</summary>
    internal Type? OtherShape { get; init; }

    /// <summary>Said of this media type; for answers the description of the status suffices.</summary>
    internal string Description { get; init; } = "";
}
