namespace LiveFeed.Client;

/// <summary>
/// The service said no, and the same request again would be answered alike. Its text is that of the service.
/// </summary>
public sealed class LiveFeedRefusedException : LiveFeedException
{
    internal LiveFeedRefusedException(int status, string message)
        : base(message) => Status = status;

    /// <summary>
    /// The HTTP status; 200 when another page answered in the service's place, such as a proxy's login.
    /// </summary>
    public int Status { get; }

    /// <summary>The kind of the problem, stable: <c>urn:livefeed:problem:…</c>. Null when the answer named none.</summary>
    public string? Type { get; internal init; }

    /// <summary>
    /// What is wrong with each part, by JSON pointer or by the name of a parameter. Of an event: pointers into this event.
    /// </summary>
    public IReadOnlyDictionary<string, string[]> Errors { get; internal init; } = new Dictionary<string, string[]>();

    /// <summary>Of a 403: the topics that the credentials do not allow.</summary>
    public IReadOnlyList<string> Forbidden { get; internal init; } = [];

    /// <summary>Of a 403: what the credentials allow.</summary>
    public IReadOnlyList<string> Allowed { get; internal init; } = [];

    /// <summary>The least wait that the service asked for.</summary>
    public TimeSpan? RetryAfter { get; internal init; }

    /// <summary>The token that the request had.</summary>
    internal string? Token { get; init; }

    /// <summary>
    /// The same for one event of an array: its own errors, and pointers that begin at the event.
    /// </summary>
    internal LiveFeedRefusedException OfElement(int index)
    {
        var element = FormattableString.Invariant($"/{index}");
        var own = Errors
            .Where(error => error.Key == element || error.Key.StartsWith($"{element}/", StringComparison.Ordinal))
            .ToDictionary(error => error.Key[element.Length..], error => error.Value);
        var text = own.Count == 0
            ? Message
            : string.Join("; ", own.Select(error => $"{error.Key}: {string.Join(' ', error.Value)}"));
        return new LiveFeedRefusedException(Status, text) { Type = Type, Errors = own };
    }
}
