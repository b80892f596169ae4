using Microsoft.Extensions.Time.Testing;

namespace LiveFeed.Tests.Support;

/// <summary>
/// Virtual time that passes while a test waits: the service may look at the clock, or set a timer by it, only after the test
/// has moved it.
/// </summary>
internal static class PassingTime
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    /// <summary>Lets time pass step by step until a condition holds.</summary>
    internal static Task PassUntilAsync(this FakeTimeProvider time, TimeSpan step, Func<bool> condition, string what) =>
        Deadline.UntilAsync(
            () =>
            {
                if (condition())
                {
                    return true;
                }

                time.Advance(step);
                return false;
            },
            what);

    /// <summary>Lets time pass, a second at a time, until a task has completed.</summary>
    internal static async Task PassUntilDoneAsync(this FakeTimeProvider time, Task task)
    {
        await time.PassUntilAsync(Second, () => task.IsCompleted, "it happens while time passes");
        await task;
    }

    /// <inheritdoc cref="PassUntilDoneAsync(FakeTimeProvider, Task)"/>
    internal static async Task<T> PassUntilDoneAsync<T>(this FakeTimeProvider time, Task<T> task)
    {
        await time.PassUntilDoneAsync((Task)task);
        return await task;
    }
}
