namespace LiveFeed.Boards;

/// <summary>What is wrong with a part of a file.</summary>
/// <param name="At">Bytes before the part.</param>
internal readonly record struct SchemaFault(int At, string Message);
