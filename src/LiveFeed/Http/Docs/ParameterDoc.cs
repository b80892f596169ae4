namespace LiveFeed.Http.Docs;

/// <summary>A parameter beside the body. One in the query or a header may be left out.</summary>
internal sealed record ParameterDoc(string Name, string Description)
{
    internal ParameterPlace Place { get; init; }

    /// <summary>What it holds; an array is a parameter that may be repeated.</summary>
    internal Type Shape { get; init; } = typeof(string);

    /// <summary>What it counts as when it is left out; null when leaving it out means something else.</summary>
    internal object? Default { get; init; }

    internal int? Least { get; init; }

    internal int? Most { get; init; }

    /// <summary>In characters.</summary>
    internal int? MaxLength { get; init; }

    /// <summary>
    /// A page that sends requests fills it in, so it has to be a value that works anywhere; a position is not, as it is of
    /// one log only.
    /// </summary>
    internal object? Example { get; init; }
}
