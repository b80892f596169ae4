namespace LiveFeed.Http.Docs;

/// <summary>What the endpoints of a group are for, under one heading.</summary>
internal sealed record GroupDoc(string Name, string Description);
