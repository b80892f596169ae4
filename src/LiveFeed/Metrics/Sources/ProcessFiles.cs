using System.IO;
using System.IO.Enumeration;
using LiveFeed.Events;

namespace LiveFeed.Metrics.Sources;

/// <summary>How many files and sockets this process has open, including the one that this count opens.</summary>
internal sealed class ProcessFiles(string procRoot) : IMetricSource
{
    private static readonly TopicName Open = TopicName.Parse("metrics/process/files/open");
    private static readonly EnumerationOptions All = new() { AttributesToSkip = 0 };

    // It has the same entries as self/fd, but not as links. For each link the enumeration would ask for the target, at seven
    // times the cost; and each client has an entry.
    private readonly string _folder = Path.Combine(procRoot, "self/fdinfo");

    public void Sample(MetricBatch batch)
    {
        // Counts without making a string of each name.
        var entries = new FileSystemEnumerable<int>(_folder, (ref FileSystemEntry _) => 0, All);
        batch.Add(Open, entries.Count(), MetricUnit.Count);
    }
}
