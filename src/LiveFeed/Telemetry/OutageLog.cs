namespace LiveFeed.Telemetry;

/// <summary>
/// Logs when something that is tried again and again begins to fail, and when it works again, but not the failures between.
/// Not thread-safe: its owner is whoever tries.
/// </summary>
/// <param name="begins">Logs the first failure.</param>
/// <param name="ends">Logs the first success after it; null where nobody needs to know.</param>
internal sealed class OutageLog(Action<Exception> begins, Action? ends = null)
{
    private bool _isFailing;

    /// <summary>A try failed.</summary>
    internal void Failed(Exception cause)
    {
        if (!_isFailing)
        {
            _isFailing = true;
            begins(cause);
        }
    }

    /// <summary>A try succeeded: the outage has ended, if there was one.</summary>
    internal void Ended()
    {
        if (_isFailing)
        {
            _isFailing = false;
            ends?.Invoke();
        }
    }
}
