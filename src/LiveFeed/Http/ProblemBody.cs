using System.Text.Json.Serialization;

namespace LiveFeed.Http;

/// <summary>What is wrong with a request, or why it cannot be served now (RFC 9457).</summary>
internal sealed record ProblemBody
{
    /// <summary>The kind of problem, stable, for programs to tell by: <c>urn:livefeed:problem:…</c>.</summary>
    public required string Type { get; init; }

    /// <summary>The kind in words; the same for all problems of a type.</summary>
    public required string Title { get; init; }

    /// <summary>The HTTP status.</summary>
    public required int Status { get; init; }

    /// <summary>This problem in words that whoever sent the request can act on.</summary>
    public required string Detail { get; init; }

    /// <summary>
    /// What is wrong with each part of the request that is: by JSON pointer into the body (<c>/0/topic</c> is the topic of
    /// the first event of an array, empty is the body as a whole), by name for query parameters and headers.
    /// </summary>
    public IReadOnlyDictionary<string, string[]>? Errors { get; init; }

    /// <summary>By which the request is found in the traces.</summary>
    public string? TraceId { get; init; }

    /// <summary>Further members, which the answer's description names.</summary>
    [JsonExtensionData]
    public IDictionary<string, object>? More { get; init; }
}
