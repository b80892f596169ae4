namespace LiveFeed.Log;

/// <summary>An id was published again with other content. Nothing of the batch was stored.</summary>
internal sealed class IdempotencyConflictException(int index, string id)
    : Exception($"the id '{id}' belongs to an event that says something else")
{
    /// <summary>Which event of the batch, from 0.</summary>
    internal int Index { get; } = index;

    internal string Id { get; } = id;
}
