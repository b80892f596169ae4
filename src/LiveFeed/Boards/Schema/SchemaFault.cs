namespace LiveFeed.Boards.Schema;

/// <summary>What is wrong with a part of a file.</summary>
/// <param name="At">Bytes before the part.</param>
/// <param name="Pointer">The JSON pointer of the part.</param>
/// <param name="Message">What is wrong, with the part in words.</param>
internal readonly record struct SchemaFault(int At, string Pointer, string Message);
