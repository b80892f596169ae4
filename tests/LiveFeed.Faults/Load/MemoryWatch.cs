namespace LiveFeed.Faults.Load;

/// <summary>A service's resident memory, looked at now and then.</summary>
internal sealed class MemoryWatch : IDisposable
{
    private const double MaxMegabytes = 600; // whatever is done to it

    private readonly Service _service;
    private readonly CancellationTokenSource _stop = new();
    private readonly List<double> _megabytes = []; // the loop's, until it has ended
    private readonly Task _watching;

    internal MemoryWatch(Service service, TimeSpan interval) =>
        (_service, _watching) = (service, Task.Run(() => WatchAsync(service, interval)));

    private double Largest => _megabytes.DefaultIfEmpty().Max();

    /// <summary>To be called before the figures are read.</summary>
    internal async Task EndAsync()
    {
        await _stop.CancelAsync();
        await _watching;
    }

    /// <summary>The service lives, and has stayed within bounds. After <see cref="EndAsync"/>.</summary>
    internal void RequireBounded()
    {
        FaultException.Unless(!_service.HasExited, $"the service ended:\n{_service.Output}");
        FaultException.Unless(Largest < MaxMegabytes, $"the service took {this}");
    }

    public void Dispose() => _stop.Dispose();

    /// <summary>At the beginning, the median, the largest, and at the end.</summary>
    public override string ToString()
    {
        if (_megabytes.Count == 0)
        {
            return "unknown";
        }

        var median = _megabytes.Order().ElementAt(_megabytes.Count / 2);
        return FormattableString.Invariant(
            $"{_megabytes[0]:N0} MB at first, {median:N0} median, {Largest:N0} max, {_megabytes[^1]:N0} at last");
    }

    private async Task WatchAsync(Service service, TimeSpan interval)
    {
        while (!_stop.IsCancellationRequested && !service.HasExited)
        {
            _megabytes.Add(service.Megabytes);
            await Task.Delay(interval, TimeProvider.System, _stop.Token).ConfigureAwait(
                ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
