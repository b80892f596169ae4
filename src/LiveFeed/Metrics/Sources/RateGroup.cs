namespace LiveFeed.Metrics.Sources;

/// <summary>
/// Makes one rate from the counters of devices that come and go. Each device is compared with itself: in a plain sum a new
/// device would look like a burst of all that it ever counted. Not thread-safe.
/// </summary>
internal sealed class RateGroup
{
    private Dictionary<string, ulong> _before = [];
    private Dictionary<string, ulong> _current = [];
    private TimeSpan? _timeBefore;
    private double _increase;
    private bool _fell;

    internal void Begin()
    {
        _current.Clear();
        (_increase, _fell) = (0, false);
    }

    /// <summary>A device's counter in this sample. A new device counts from its second sample on.</summary>
    internal void Add(ReadOnlySpan<char> device, ulong total)
    {
        var lookup = _before.GetAlternateLookup<ReadOnlySpan<char>>();
        if (!lookup.TryGetValue(device, out var name, out var before))
        {
            _current[device.ToString()] = total;
            return;
        }

        _current[name] = total;
        if (total < before)
        {
            _fell = true;
        }
        else
        {
            _increase += total - before;
        }
    }

    /// <summary>
    /// The increase of all devices a second since the last sample. Null when there is no last sample, or when a counter
    /// began again: its count before that is not known, so the figure would be too low.
    /// </summary>
    internal double? End(TimeSpan now)
    {
        var elapsed = now - _timeBefore;
        _timeBefore = now;
        (_before, _current) = (_current, _before);
        return elapsed > TimeSpan.Zero && !_fell ? _increase / elapsed.Value.TotalSeconds : null;
    }
}
