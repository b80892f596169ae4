using System.ComponentModel.DataAnnotations;

namespace LiveFeed.Hub.Backplane;

/// <summary>Settings under <c>LiveFeed:Cluster</c>, for several nodes with one log.</summary>
internal sealed class ClusterOptions
{
    internal const string Section = "LiveFeed:Cluster";

    private const int BeatsPerTimeout = 5; // a node may miss some, and is not silent yet

    /// <summary>
    /// A node that was silent for longer counts as dead. Default 5 s, 1 s to 5 min: shorter than people notice, longer than
    /// a busy node stands still. All nodes should have the same.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00")]
    public TimeSpan NodeTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long a question to another node waits. A node answers from its memory, so that it takes milliseconds. No setting:
    /// tests on a busy machine wait longer.
    /// </summary>
    internal TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Time between two beats of a node.</summary>
    internal TimeSpan BeatInterval => NodeTimeout / BeatsPerTimeout;
}
