namespace LiveFeed.Refusals;

/// <summary>The closed set of reasons why something is refused. Each protocol has its own code for each of them.</summary>
internal sealed class RefusalKind
{
    private RefusalKind(string name, bool isTemporary = false) => (Name, IsTemporary) = (name, isTemporary);

    internal static RefusalKind Malformed { get; } = new("malformed");

    /// <summary>Credentials are needed, and none were given.</summary>
    internal static RefusalKind NoCredentials { get; } = new("unauthorized");

    /// <summary>Credentials were given, and they are no good.</summary>
    internal static RefusalKind BadCredentials { get; } = new("unauthorized");

    internal static RefusalKind Forbidden { get; } = new("forbidden");

    internal static RefusalKind TooSlow { get; } = new("too-slow");

    internal static RefusalKind IdInUse { get; } = new("idempotency-key-in-use");

    internal static RefusalKind TooLarge { get; } = new("too-large");

    internal static RefusalKind Invalid { get; } = new("invalid");

    internal static RefusalKind TooManyRequests { get; } = new("too-many-requests", isTemporary: true);

    internal static RefusalKind Unavailable { get; } = new("unavailable", isTemporary: true);

    internal static IReadOnlyList<RefusalKind> All { get; } =
    [
        Malformed, NoCredentials, BadCredentials, Forbidden, TooSlow, IdInUse, TooLarge, Invalid, TooManyRequests,
        Unavailable,
    ];

    /// <summary>For programs and metrics; it never changes. The last part of the problem type that HTTP answers.</summary>
    internal string Name { get; }

    /// <summary>The same request may succeed later.</summary>
    internal bool IsTemporary { get; }

    public override string ToString() => Name;
}
