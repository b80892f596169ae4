namespace LiveFeed.Boards.Schema;

/// <param name="At">Bytes before its name.</param>
internal readonly record struct JsonMember(string Name, int At, LocatedJson Value);
