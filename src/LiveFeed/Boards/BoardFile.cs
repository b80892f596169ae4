namespace LiveFeed.Boards;

/// <summary>A board's file as it was last read.</summary>
/// <param name="Source">Its bytes. A change is found by comparing them.</param>
/// <param name="Sound">The last version without a fault; null when there was none since the start.</param>
/// <param name="Shown">
/// What browsers get: the last sound version. Without one, the file as it is, if it is a JSON object; its tiles then show
/// what is wrong with them. Null when there is neither.
/// </param>
internal sealed record BoardFile(BoardInfo Info, byte[] Source, byte[]? Sound, byte[]? Shown);
