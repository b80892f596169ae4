namespace LiveFeed.Access.Authentication;

/// <summary>An API key, under <c>LiveFeed:Access:Keys:n</c>. The key itself is in no setting.</summary>
internal sealed class KeyOptions
{
    /// <summary>Shown to operators. Unique.</summary>
    public string Name { get; set; } = "";

    /// <summary>The SHA-256 of the key's UTF-8, in 64 hex digits.</summary>
    public string Sha256 { get; set; } = "";

    /// <summary>Topic patterns. Default none.</summary>
    public IList<string> Publish { get; } = [];

    /// <summary>Topic patterns. Default none.</summary>
    public IList<string> Subscribe { get; } = [];

    /// <summary>May do everything. Default false.</summary>
    public bool Admin { get; set; }
}
