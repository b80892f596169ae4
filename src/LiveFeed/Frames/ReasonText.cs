namespace LiveFeed.Frames;

/// <summary>Reasons as clients read them, the same on every transport: <c>shutdown</c>, <c>expired</c>.</summary>
internal static class ReasonText
{
    internal static string Of(GapReason reason) => Lower(reason);

    internal static string Of(CloseReason reason) => Lower(reason);

    private static string Lower<T>(T reason)
        where T : struct, Enum => reason.ToString().ToLowerInvariant();
}
