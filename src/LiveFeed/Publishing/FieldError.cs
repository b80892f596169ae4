namespace LiveFeed.Publishing;

/// <summary>What is wrong with one field of an event.</summary>
/// <param name="Pointer">Its JSON pointer (RFC 6901) within the event.</param>
/// <param name="Message">In words that a producer can act on.</param>
/// <param name="TooLarge">It is a limit that was passed, not a rule.</param>
internal readonly record struct FieldError(string Pointer, string Message, bool TooLarge = false);
