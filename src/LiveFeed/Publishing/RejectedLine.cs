namespace LiveFeed.Publishing;

/// <summary>A line that was refused.</summary>
/// <param name="Line">Counted from 1, empty lines included.</param>
/// <param name="Error">What is wrong, beginning with the JSON pointer of the field where there is one.</param>
public sealed record RejectedLine(int Line, string Error);
