namespace LiveFeed.Boards;

/// <summary>A board in the list.</summary>
/// <param name="Name">Its file's name without <c>.json</c>, and its place under <c>/boards/</c>.</param>
/// <param name="Title">As the file says; the name when it says nothing.</param>
/// <param name="Description">As the file says.</param>
/// <param name="Error">What is wrong with the file, with line and column; null when nothing is.</param>
public sealed record BoardInfo(string Name, string Title, string? Description, string? Error);
