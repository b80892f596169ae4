using System.IO;
using System.IO.Enumeration;
using LiveFeed.Events;

namespace LiveFeed.Metrics.Sources;

/// <summary>How many files and sockets this process has open, the one that looks among them.</summary>
internal sealed class ProcessFiles(string procRoot) : IMetricSource
{
    private static readonly TopicName Open = TopicName.Parse("metrics/process/files/open");
    private static readonly EnumerationOptions All = new() { AttributesToSkip = 0 };

    // It has the same entries as self/fd, but not as links, for each of which the enumeration would ask where it leads:
    // seven times the cost, and there is one a client.
    private readonly string _folder = Path.Combine(procRoot, "self/fdinfo");

    public void Sample(MetricBatch batch)
    {
        // Counts without making a string of each name.
        var entries = new FileSystemEnumerable<int>(_folder, (ref FileSystemEntry _) => 0, All);
        batch.Add(Open, entries.Count(), MetricUnit.Count);
    }
}
