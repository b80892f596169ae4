using System.Collections.Concurrent;
using System.Text.Json;

namespace LiveFeed.Faults.Hostile;

/// <summary>How often each attack had which outcome, such as <c>bomb br 413</c>. Any thread.</summary>
internal sealed class Tally
{
    private readonly ConcurrentDictionary<string, int> _counts = [];
    private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends with the first outcome.</summary>
    internal Task First => _first.Task;

    internal void Count(string attack, object outcome)
    {
        _counts.AddOrUpdate($"{attack} {outcome}", 1, (_, count) => count + 1);
        _first.TrySetResult();
    }

    /// <summary>As one line of JSON, sorted by name.</summary>
    public override string ToString() =>
        JsonSerializer.Serialize(new SortedDictionary<string, int>(_counts, StringComparer.Ordinal));
}
