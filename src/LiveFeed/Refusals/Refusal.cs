using System.Globalization;

namespace LiveFeed.Refusals;

/// <summary>
/// Why something is refused. Each protocol writes it in its own form, HTTP as <c>application/problem+json</c>. Immutable.
/// </summary>
/// <param name="Kind">For programs.</param>
/// <param name="Text">
/// For people. It begins with the pointer of the first of <see cref="Errors"/>, if there is one.
/// </param>
internal sealed record Refusal(RefusalKind Kind, string Text)
{
    /// <summary>
    /// The errors of each wrong part. The key is a JSON pointer into the request, or the name of a parameter.
    /// </summary>
    internal IReadOnlyDictionary<string, string[]>? Errors { get; init; }

    /// <summary>How long to wait before a retry, if that is known.</summary>
    internal TimeSpan? RetryAfter { get; init; }

    /// <summary>Further facts by name.</summary>
    internal IReadOnlyDictionary<string, object?>? Details { get; init; }

    /// <summary>
    /// The cause with paths and the words of the disk, for operators. Null when there is nothing to add.
    /// </summary>
    internal string? ForOperators { get; init; }

    /// <summary>The metrics count it already. If not, the code that answers it counts it.</summary>
    internal bool IsCounted { get; init; }

    /// <summary>A refusal of one named part.</summary>
    internal static Refusal At(RefusalKind kind, string where, string message) =>
        new(kind, where.Length == 0 ? message : $"{where}: {message}")
        {
            Errors = new Dictionary<string, string[]> { [where] = [message] },
        };

    /// <summary>The same refusal for an event of an array: each pointer begins with its index.</summary>
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
