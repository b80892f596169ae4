using System.Net;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Hosting.Shutdown;

/// <summary>Signals to the service as a process.</summary>
public sealed class SignalTests
{
    [Fact]
    public async Task After_SIGTERM_the_service_is_not_ready_takes_events_ends_its_streams_and_exits_with_0()
    {
        using var service = await StartAsync("00:00:10");
        await using var stream = await service.FollowAsync("/events?topic=t");
        await stream.ReadConnectedAsync();

        await service.SignalAsync("TERM");
        await Deadline.UntilAsync(async () => !(await service.AskReadyAsync()).IsReady, "it is not ready");
        using (var posted = await service.Http.PostToTopicAsync("t", "1"))
        {
            Assert.Equal(HttpStatusCode.Accepted, posted.StatusCode);
        }

        await stream.ReadNamedAsync("livefeed.closing");
        Assert.Equal(0, await service.UntilExitAsync());
        Assert.Contains("\ndata: 1\n", stream.TextAfterConnected(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public async Task A_second_signal_ends_a_drain(string second)
    {
        using var service = await StartAsync("00:05:00"); // far longer than a test waits
        await using var stream = await service.FollowAsync("/events?topic=t");
        await stream.ReadConnectedAsync();

        await service.SignalAsync("TERM");
        await Deadline.UntilAsync(async () => !(await service.AskReadyAsync()).IsReady, "it is not ready");
        await service.SignalAsync(second);

        await stream.ReadNamedAsync("livefeed.closing");
        Assert.Equal(0, await service.UntilExitAsync());
    }

    private static Task<ServiceProcess> StartAsync(string drain) => ServiceProcess.StartAsync(
        ["--LiveFeed:Log:Provider=memory", "--LiveFeed:Metrics:Enabled=false", $"--LiveFeed:Delivery:Drain={drain}"],
        ChildProcess.Interruptible);
}
