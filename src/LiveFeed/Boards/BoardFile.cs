namespace LiveFeed.Boards;

/// <summary>A board's file as it was last read.</summary>
/// <param name="Source">Its bytes, by which a change is told.</param>
/// <param name="Sound">The last version without a fault; null when there was none since the start.</param>
/// <param name="Shown">
/// What browsers get: the sound version, or else the file as it is when it holds an object, whose tiles say themselves what
/// is wrong with them. Null when there is neither.
/// </param>
internal sealed record BoardFile(BoardInfo Info, byte[] Source, byte[]? Sound, byte[]? Shown);
