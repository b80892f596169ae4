namespace LiveFeed.Tests.Support;

/// <summary>How long a test waits for what must happen: far longer than it takes, so that only a fault reaches it.</summary>
internal static class Deadline
{
    internal static readonly TimeSpan Time = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(10);

    internal static Task<T> WithinDeadline<T>(this Task<T> task) => task.WaitAsync(Time);

    internal static Task<T> WithinDeadline<T>(this ValueTask<T> task) => task.AsTask().WaitAsync(Time);

    internal static Task WithinDeadline(this Task task) => task.WaitAsync(Time);

    /// <summary>Waits for a condition that nothing announces.</summary>
    internal static Task UntilAsync(Func<bool> condition, string what) =>
        UntilAsync(() => Task.FromResult(condition()), what);

    /// <param name="condition">Looked at again and again.</param>
    /// <param name="what">What does not happen otherwise.</param>
    /// <param name="within">How long it waits; <see cref="Time"/> when null.</param>
    internal static async Task UntilAsync(Func<Task<bool>> condition, string what, TimeSpan? within = null)
    {
        var patience = within ?? Time;
        var start = TimeProvider.System.GetTimestamp();
        using var poll = new PeriodicTimer(PollInterval);
        while (!await condition())
        {
            if (TimeProvider.System.GetElapsedTime(start) > patience)
            {
                throw new TimeoutException($"did not happen within {patience}: {what}");
            }

            await poll.WaitForNextTickAsync();
        }
    }
}
