namespace LiveFeed.Client.Retrying;

/// <summary>Counts the failures of one thing that is tried again, and waits between them. For one task at a time.</summary>
/// <param name="options">The bounds.</param>
/// <param name="time">Waits by it.</param>
/// <param name="random">Gives numbers in [0, 1).</param>
internal sealed class Attempts(LiveFeedClientOptions options, TimeProvider time, Func<double> random)
{
    // No timer waits 50 days.
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(49);

    private int _failed;

    /// <summary>The last <c>retry:</c> of the service.</summary>
    internal TimeSpan? Hint { get; set; }

    /// <summary>Attempts that failed since the last success.</summary>
    internal int Failed => _failed;

    internal void Succeeded() => _failed = 0;

    /// <summary>Notes a failure; false when no further attempt is allowed.</summary>
    internal bool MayRetry() => ++_failed < (options.MaxAttempts ?? int.MaxValue);

    /// <summary>The wait after the failure that was noted last, random at each call.</summary>
    internal TimeSpan NextDelay(TimeSpan? atLeast)
    {
        var delay = RetryDelay.Of(_failed - 1, Hint, atLeast, options.MaxDelay, random());
        return delay < LongestWait ? delay : LongestWait;
    }

    internal Task WaitAsync(TimeSpan delay, CancellationToken cancellationToken) =>
        Task.Delay(delay, time, cancellationToken);
}
