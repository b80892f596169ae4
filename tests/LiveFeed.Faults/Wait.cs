namespace LiveFeed.Faults;

/// <summary>Waiting for what must happen, far longer than it takes.</summary>
internal static class Wait
{
    internal static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(10);

    internal static Task ForAsync(TimeSpan time) => Task.Delay(time, TimeProvider.System);

    /// <summary>Returns how long it took.</summary>
    /// <exception cref="FaultException">It did not happen.</exception>
    internal static async Task<TimeSpan> UntilAsync(Func<Task<bool>> condition, string what, TimeSpan? limit = null)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            if (TimeProvider.System.GetElapsedTime(start) > (limit ?? Limit))
            {
                throw new FaultException($"did not happen within {limit ?? Limit}: {what}");
            }

            await ForAsync(Interval);
        }

        return TimeProvider.System.GetElapsedTime(start);
    }

    internal static Task<TimeSpan> UntilAsync(Func<bool> condition, string what, TimeSpan? limit = null) =>
        UntilAsync(() => Task.FromResult(condition()), what, limit);
}
