using CsCheck;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Properties.Delivery;

/// <summary>
/// A client that polls a real service and loses answers, polls twice at once, is cut off, adds topics, and is forgotten.
/// </summary>
public sealed class PollProperties(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private int _runs;

    [Fact]
    public Task Every_retained_event_comes_once_and_in_order() => PollStep.Any.Array[1, 25].AllMustAsync(
        async steps =>
        {
            var run = new PollRun(fixture.Server, $"polls/{_runs++}");
            foreach (var step in steps)
            {
                await step.Run(run);
            }

            await run.CheckAsync();
        },
        print: steps => string.Join("; ", steps.Select(step => step.Text)));
}
