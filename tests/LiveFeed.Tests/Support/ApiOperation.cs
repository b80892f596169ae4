using System.Text.Json;

namespace LiveFeed.Tests.Support;

/// <summary>One operation of the document.</summary>
internal sealed record ApiOperation(string Method, string Path, JsonElement Json)
{
    internal IEnumerable<ApiContent> Bodies => Json.TryGetProperty("requestBody", out var body) ? Content(body, "body") : [];

    internal IEnumerable<ApiContent> Answers =>
        Json.GetProperty("responses").EnumerateObject().SelectMany(answer => Content(answer.Value, answer.Name));

    internal ApiContent Answer(int status, string mediaType) =>
        Answers.Single(content => content.Where == $"{this} {status}" && content.MediaType == mediaType);

    public override string ToString() => $"{Method} {Path}";

    private IEnumerable<ApiContent> Content(JsonElement of, string name) =>
        !of.TryGetProperty("content", out var content) ? [] :
        content.EnumerateObject().Select(media => new ApiContent($"{this} {name}", media.Name, media.Value));
}
