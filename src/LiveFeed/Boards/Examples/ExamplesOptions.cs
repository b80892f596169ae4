namespace LiveFeed.Boards.Examples;

/// <summary>Settings under <c>LiveFeed:Examples</c>.</summary>
internal sealed class ExamplesOptions
{
    internal const string Section = "LiveFeed:Examples";

    /// <summary>
    /// Whether the pages under <c>/examples/</c> are served. Default: yes. They can do only what their reader may do without
    /// them.
    /// </summary>
    public bool Enabled { get; set; } = true;
}
