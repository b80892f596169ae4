namespace LiveFeed.Tests.Support;

/// <summary>One block of a stream, as its lines said it; a comment-only block has neither name nor data.</summary>
internal sealed record SseFrame(string? Id, string? Event, string? Data, string? Retry, bool HasComment)
{
    /// <summary>It is not one of the server's own.</summary>
    internal bool IsEvent => Data is not null && Event?.StartsWith("livefeed.", StringComparison.Ordinal) != true;
}
