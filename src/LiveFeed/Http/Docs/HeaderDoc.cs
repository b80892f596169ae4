namespace LiveFeed.Http.Docs;

/// <summary>A header of an answer.</summary>
internal sealed record HeaderDoc(string Name, string Description, string Example);
