namespace LiveFeed.Client.Following;

/// <summary>
/// A change of what a stream follows that is not complete. Guarded by the lock of its <see cref="TopicChanges"/>, but for
/// <see cref="Accepted"/>.
/// </summary>
/// <param name="topics">Topics or patterns.</param>
/// <param name="isRemoval">Followed no longer.</param>
internal sealed class TopicChange(IEnumerable<string> topics, bool isRemoval)
{
    internal List<string> Topics { get; } = [.. topics];

    internal bool IsRemoval => isRemoval;

    /// <summary>Of an addition: what came after this is sent first. Set before it is sent for the first time.</summary>
    internal string? After { get; set; }

    /// <summary>The present connection has been asked for it, and has answered.</summary>
    internal bool IsAccepted { get; set; }

    /// <summary>Ends when the service has taken the change, or refused it.</summary>
    internal TaskCompletionSource Accepted { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
