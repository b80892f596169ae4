namespace LiveFeed.Boards;

/// <summary>Data of <c>board.changed</c>: a board's file was made, saved, or removed.</summary>
/// <param name="Name">Of the file, without <c>.json</c>.</param>
/// <param name="Error">What is wrong with it, with line and column; null when nothing is.</param>
internal sealed record BoardChange(string Name, bool Removed, string? Error);
