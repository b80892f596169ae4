using LiveFeed.Refusals;

namespace LiveFeed.Publishing;

/// <summary>What is wrong with one field of an event.</summary>
/// <param name="Pointer">Its JSON pointer (RFC 6901) within the event.</param>
/// <param name="Message">In words that a producer can act on.</param>
/// <param name="TooLarge">The field exceeds a limit; it breaks no rule.</param>
internal readonly record struct FieldError(string Pointer, string Message, bool TooLarge = false)
{
    /// <summary>For people. The pointer to the whole event is empty and left out.</summary>
    internal string Text => Pointer.Length == 0 ? Message : $"{Pointer}: {Message}";

    /// <summary>The refusal for these errors, at least one.</summary>
    internal static Refusal Refuse(IReadOnlyList<FieldError> errors) =>
        new(KindOf(errors), errors[0].Text)
        {
            Errors = errors.GroupBy(error => error.Pointer)
                .ToDictionary(group => group.Key, group => group.Select(error => error.Message).ToArray()),
        };

    internal static RefusalKind KindOf(IEnumerable<FieldError> errors) =>
        errors.Any(error => error.TooLarge) ? RefusalKind.TooLarge : RefusalKind.Invalid;
}
