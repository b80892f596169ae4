namespace LiveFeed.Telemetry;

/// <summary>
/// For an action that is tried again and again. Logs its first failure and the first success after it, but not the
/// failures between. Not thread-safe: the code that tries owns it.
/// </summary>
/// <param name="begins">Logs the first failure.</param>
/// <param name="ends">Logs the first success after it; null: it is not logged.</param>
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
