namespace LiveFeed.Hosting.Logging;

/// <summary>
/// Whether the start has failed. What is logged from then on comes of ending what had begun, and would bury the line that
/// Program explains the failure with (or, for a fault of ours, the runtime with its stack). Any thread.
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
