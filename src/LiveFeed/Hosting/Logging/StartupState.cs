namespace LiveFeed.Hosting.Logging;

/// <summary>
/// Whether the start has failed. Log lines from then on come from ending what had begun. They would bury the line by which
/// Program explains the failure (or, for a bug, the runtime's stack). Any thread.
/// </summary>
internal sealed class StartupState
{
    private volatile bool _isOver;

    internal bool IsOver
    {
        get => _isOver;
        set => _isOver = value;
    }
}
