using System.Globalization;

namespace LiveFeed.Refusals;

/// <summary>
/// Why something is refused, for any protocol: each one writes it in its own words, HTTP as <c>application/problem+json</c>.
/// Immutable.
/// </summary>
/// <param name="Kind">For programs.</param>
/// <param name="Text">
/// For people. It begins with the pointer of the first of <see cref="Errors"/>, where there is one.
/// </param>
internal sealed record Refusal(RefusalKind Kind, string Text)
{
    /// <summary>
    /// What is wrong with each part that is wrong: by JSON pointer into what was sent, or by the name of a parameter.
    /// </summary>
    internal IReadOnlyDictionary<string, string[]>? Errors { get; init; }

    /// <summary>When it is worth trying again, where that is known.</summary>
    internal TimeSpan? RetryAfter { get; init; }

    /// <summary>Further facts by name.</summary>
    internal IReadOnlyDictionary<string, object?>? Details { get; init; }

    /// <summary>
    /// The cause with paths and words of the disk, for those who run the service. Null where there is no more to say.
    /// </summary>
    internal string? ForOperators { get; init; }

    /// <summary>The metrics count it already. Who answers it counts it otherwise.</summary>
    internal bool IsCounted { get; init; }

    /// <summary>A refusal of one named part.</summary>
    internal static Refusal At(RefusalKind kind, string where, string message) =>
        new(kind, where.Length == 0 ? message : $"{where}: {message}")
        {
            Errors = new Dictionary<string, string[]> { [where] = [message] },
        };

    /// <summary>The same refusal, with pointers that begin at the array in which its event stands.</summary>
    internal Refusal InElement(int index)
    {
        if (Errors is null)
        {
            return this;
        }

        var element = string.Create(CultureInfo.InvariantCulture, $"/{index}");
        return this with
        {
            Text = Text.StartsWith('/') ? $"{element}{Text}" : $"{element}: {Text}",
            Errors = Errors.ToDictionary(error => element + error.Key, error => error.Value),
        };
    }
}
