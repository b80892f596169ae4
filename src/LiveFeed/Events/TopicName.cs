namespace LiveFeed.Events;

/// <summary>
/// Where an event belongs, as the producer wrote it: 1 to 512 UTF-16 characters, <c>/</c> between segments, no control
/// character, white space or <c>*</c>. A URI is a topic too, so empty segments are allowed. Only made by
/// <see cref="TryParse"/>.
/// </summary>
internal readonly record struct TopicName
{
    internal const int MaxLength = 512;

    private TopicName(string value) => Value = value;

    internal string Value { get; }

    internal static bool TryParse(string text, out TopicName topic, out string error)
    {
        topic = default;
        error = Fault(text, allowAsterisk: false);
        if (error.Length > 0)
        {
            return false;
        }

        topic = new TopicName(text);
        return true;
    }

    /// <summary>
    /// For topics that the code itself names, and those read back from a log that has checked them before.
    /// </summary>
    /// <exception cref="ArgumentException">The text is no topic.</exception>
    internal static TopicName Parse(string text) =>
        TryParse(text, out var topic, out var error) ? topic : throw new ArgumentException(error, nameof(text));

    /// <summary>What is wrong with the characters or the length of a topic or pattern; empty when nothing is.</summary>
    internal static string Fault(string text, bool allowAsterisk)
    {
        if (text.Length is 0 or > MaxLength)
        {
            return $"must have 1 to {MaxLength} characters, not {text.Length}";
        }

        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (char.IsControl(c) || char.IsWhiteSpace(c))
            {
                return $"must have no control character and no white space, but has U+{(int)c:X4} at index {i}";
            }

            if (c == '*' && !allowAsterisk)
            {
                return $"must have no '*', but has one at index {i}: only patterns to follow may";
            }

            if (char.IsSurrogate(c) && !(i + 1 < text.Length && char.IsSurrogatePair(c, text[++i])))
            {
                return $"must be valid Unicode, but has a lone surrogate at index {i}";
            }
        }

        return "";
    }

    public override string ToString() => Value;
}
