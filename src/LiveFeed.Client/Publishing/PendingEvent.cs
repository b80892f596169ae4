namespace LiveFeed.Client.Publishing;

/// <summary>
/// An event as it is sent, at each attempt alike. Its queue writes the numbers; the receipt is settled once.
/// </summary>
/// <param name="id">Given before the first attempt.</param>
/// <param name="json">The whole event.</param>
/// <param name="isEphemeral">The service would not know it again.</param>
internal sealed class PendingEvent(string id, ReadOnlyMemory<byte> json, bool isEphemeral)
{
    private readonly TaskCompletionSource<PublishReceipt> _receipt =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal string Id => id;

    internal ReadOnlyMemory<byte> Json => json;

    internal bool IsEphemeral => isEphemeral;

    internal Task<PublishReceipt> Receipt => _receipt.Task;

    /// <summary>Its place in the queue.</summary>
    internal long Number { get; set; }

    /// <summary>When it came into the queue.</summary>
    internal long QueuedAt { get; set; }

    /// <summary>Ends when there is room for it.</summary>
    internal TaskCompletionSource Admitted { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal void Accept(string? position) => _receipt.TrySetResult(new PublishReceipt(id, position));

    /// <summary>False when it was settled before.</summary>
    internal bool Fail(LiveFeedException why)
    {
        var isNew = _receipt.TrySetException(why);
        _ = _receipt.Task.Exception; // observed: who does not ask for the receipt is told by the log
        return isNew;
    }
}
