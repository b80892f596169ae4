using LiveFeed.Refusals;

namespace LiveFeed.Http;

/// <summary>
/// The closed set of faults of a request. Each has a stable <c>type</c> and status. Every <see cref="RefusalKind"/> has one
/// of the same name.
/// </summary>
internal sealed record ProblemKind(int Status, string Name, string Title)
{
    internal static ProblemKind Malformed { get; } = new(400, "malformed", "The request cannot be read");

    internal static ProblemKind NothingAccepted { get; } = new(400, "nothing-accepted", "No line was accepted");

    internal static ProblemKind Unauthorized { get; } = new(401, "unauthorized", "Credentials are needed");

    internal static ProblemKind Forbidden { get; } = new(403, "forbidden", "This is not allowed");

    internal static ProblemKind NotFound { get; } = new(404, "not-found", "Nothing is here");

    internal static ProblemKind MethodNotAllowed { get; } = new(
        405, "method-not-allowed", "This path does not take this method");

    /// <summary>For bodies only. Headers that arrive too slowly get the web server's own 408.</summary>
    internal static ProblemKind TooSlow { get; } = new(408, "too-slow", "The request arrives too slowly");

    internal static ProblemKind IdInUse { get; } = new(409, "idempotency-key-in-use", "The id belongs to another event");

    internal static ProblemKind NotWritable { get; } = new(409, "not-writable", "The service cannot write here");

    internal static ProblemKind Changed { get; } = new(412, "changed", "The condition does not hold");

    internal static ProblemKind TooLarge { get; } = new(413, "too-large", "The request is too large");

    internal static ProblemKind UnsupportedType { get; } = new(
        415, "unsupported-type", "The service does not read this content type");

    /// <summary>Of a file.</summary>
    internal static ProblemKind OutOfRange { get; } = new(416, "out-of-range", "The file has no such part");

    internal static ProblemKind Invalid { get; } = new(422, "invalid", "The request is well-formed but not valid");

    internal static ProblemKind UpgradeRequired { get; } = new(
        426, "upgrade-required", "This path speaks another protocol");

    internal static ProblemKind TooManyRequests { get; } = new(
        429, "too-many-requests", "The rate is above the limit");

    internal static ProblemKind Unavailable { get; } = new(503, "unavailable", "The service cannot do this now; try again");

    internal static ProblemKind Fault { get; } = new(500, "fault", "Something went wrong in the service");

    private static readonly Dictionary<string, ProblemKind> ByName = new ProblemKind[]
    {
        Malformed, Unauthorized, Forbidden, TooSlow, IdInUse, TooLarge, Invalid, TooManyRequests, Unavailable,
    }.ToDictionary(kind => kind.Name);

    internal static ProblemKind Of(RefusalKind kind) => ByName[kind.Name];

    internal string Type => $"urn:livefeed:problem:{Name}";
}
