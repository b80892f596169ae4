namespace LiveFeed.Events;

/// <summary>
/// What a client follows: a topic in which a segment may be <c>*</c> (exactly one segment) and the last may be <c>**</c>
/// (any rest, also none): <c>a/**</c> matches <c>a</c>, <c>a/b</c> and <c>a/b/c</c>.
/// </summary>
internal sealed record TopicPattern
{
    internal const string OneSegment = "*";
    internal const string AnyRest = "**";

    private static readonly TopicPattern?[] Recent = new TopicPattern?[1024]; // each slot is written and read by any thread

    private readonly string[] _segments;

    private TopicPattern(string text)
    {
        Text = text;
        _segments = text.Split('/');
        IsExact = !text.Contains('*');
    }

    internal string Text { get; }

    /// <summary>It has no wildcard, so it matches the one topic that reads the same.</summary>
    internal bool IsExact { get; }

    internal ReadOnlySpan<string> Segments => _segments;

    /// <summary>Every topic; broadcasts belong to no topic and are not matched by any pattern.</summary>
    internal static TopicPattern Everything { get; } = Parse(AnyRest);

    /// <summary>This topic and no other.</summary>
    internal static TopicPattern Of(TopicName topic) => new(topic.Value);

    internal static TopicPattern Parse(string text) =>
        TryParse(text, out var pattern, out var error) ? pattern : throw new ArgumentException(error, nameof(text));

    internal static bool TryParse(
        string text, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out TopicPattern? pattern, out string error)
    {
        // Thousands of clients follow the same topics: they share one object.
        ref var recent = ref Recent[(uint)text.GetHashCode() % Recent.Length];
        (pattern, error) = (recent, "");
        if (pattern?.Text == text)
        {
            return true;
        }

        pattern = null;
        error = TopicName.Fault(text, allowAsterisk: true);
        if (error.Length > 0)
        {
            return false;
        }

        var parsed = new TopicPattern(text);
        for (var i = 0; i < parsed._segments.Length; i++)
        {
            var segment = parsed._segments[i];
            var isWildcard = segment == OneSegment || (segment == AnyRest && i == parsed._segments.Length - 1);
            if (segment.Contains('*') && !isWildcard)
            {
                error =
                    $"may have '*' only as a whole segment and '**' only as the last one, not '{segment}' as segment " +
                    $"{i + 1}";
                return false;
            }
        }

        recent = pattern = parsed;
        return true;
    }

    internal bool Matches(TopicName topic)
    {
        if (IsExact)
        {
            return topic.Value == Text;
        }

        var rest = topic.Value.AsSpan();
        for (var i = 0; i < _segments.Length; i++)
        {
            if (_segments[i] == AnyRest)
            {
                return true;
            }

            var slash = rest.IndexOf('/');
            var segment = slash < 0 ? rest : rest[..slash];
            if (_segments[i] != OneSegment && !segment.SequenceEqual(_segments[i]))
            {
                return false;
            }

            if (slash < 0)
            {
                // The topic has ended, so the pattern must end, too, or have a "**" left, which matches nothing.
                return i == _segments.Length - 1 || (i == _segments.Length - 2 && _segments[^1] == AnyRest);
            }

            rest = rest[(slash + 1)..];
        }

        return false;
    }

    /// <summary>
    /// True when this pattern matches every topic that the other one matches: <c>a/*</c> covers <c>a/b</c>, <c>a/**</c>
    /// covers <c>a/*/c</c>, <c>**</c> covers all.
    /// </summary>
    internal bool Covers(TopicPattern other)
    {
        for (var i = 0; i < _segments.Length; i++)
        {
            if (_segments[i] == AnyRest)
            {
                return true;
            }

            if (i == other._segments.Length)
            {
                return false; // the other matches shorter topics
            }

            if (other._segments[i] == AnyRest)
            {
                // The other pattern also matches topics that end here, and this one needs one more segment. Only at the
                // start of a topic is there always one.
                return i == 0 && _segments is [OneSegment, AnyRest];
            }

            if (_segments[i] != OneSegment && _segments[i] != other._segments[i])
            {
                return false;
            }
        }

        return other._segments.Length == _segments.Length;
    }

    /// <summary>
    /// Matches the topics that both match: of <c>a/*</c> and <c>*/b</c> it is <c>a/b</c>, of <c>a/**</c> and <c>*</c> it is
    /// <c>a</c>. Null when both match no topic.
    /// </summary>
    internal TopicPattern? Intersect(TopicPattern other)
    {
        var both = new List<string>();
        for (var i = 0; ; i++)
        {
            if (IsRestAt(i))
            {
                return Of([.. both, .. other._segments[i..]]);
            }

            if (other.IsRestAt(i))
            {
                return Of([.. both, .. _segments[i..]]);
            }

            var (ends, otherEnds) = (i == _segments.Length, i == other._segments.Length);
            if (ends || otherEnds)
            {
                return ends && otherEnds ? Of(both) : null;
            }

            if (_segments[i] != OneSegment && other._segments[i] != OneSegment && _segments[i] != other._segments[i])
            {
                return null;
            }

            both.Add(_segments[i] == OneSegment ? other._segments[i] : _segments[i]);
        }
    }

    /// <summary>
    /// What a last <c>**</c> stands for: no segment, or one and any rest. Of <c>a/**</c> it is <c>a</c> and <c>a/*/**</c>,
    /// of <c>**</c> it is <c>*</c> and <c>*/*/**</c>. Null without a last <c>**</c>.
    /// </summary>
    internal (TopicPattern WithoutRest, TopicPattern WithMore)? SplitRest()
    {
        if (_segments[^1] != AnyRest)
        {
            return null;
        }

        string[] first = _segments.Length == 1 ? [OneSegment] : _segments[..^1];
        return (Of(first), Of([.. first, OneSegment, AnyRest]));
    }

    // It may be longer than what can be asked for.
    private static TopicPattern Of(IEnumerable<string> segments) => new(string.Join('/', segments));

    private bool IsRestAt(int segment) => segment < _segments.Length && _segments[segment] == AnyRest;

    public bool Equals(TopicPattern? other) => other?.Text == Text;

    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => Text;
}
