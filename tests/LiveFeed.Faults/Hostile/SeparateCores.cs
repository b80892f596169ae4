using System.Globalization;

namespace LiveFeed.Faults.Hostile;

/// <summary>
/// A core for the service and another for the load, where there are two and <c>taskset</c>; without, a wait for a processor
/// counts as the service's.
/// </summary>
internal sealed class SeparateCores : IDisposable
{
    private readonly bool _isPinned = Environment.ProcessorCount >= 2 && Pin("1");

    /// <summary>What the service's command begins with.</summary>
    internal IReadOnlyList<string> Service => _isPinned ? ["taskset", "-c", "0"] : [];

    /// <summary>What the load's command begins with.</summary>
    internal IReadOnlyList<string> Load => _isPinned ? ["taskset", "-c", "1"] : [];

    internal bool ArePinned => _isPinned;

    public void Dispose()
    {
        if (_isPinned)
        {
            Pin(string.Create(CultureInfo.InvariantCulture, $"0-{Environment.ProcessorCount - 1}"));
        }
    }

    // All threads that this process has; those to come inherit it.
    private static bool Pin(string cores) =>
        Tool.Run("taskset", "-a", "-p", "-c", cores, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
}
