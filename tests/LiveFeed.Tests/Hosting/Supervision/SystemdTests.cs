using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Hosting.Supervision;

/// <summary>The service as a process with the variables that systemd gives it.</summary>
public sealed class SystemdTests
{
    [Fact]
    public async Task Systemd_is_told_that_the_service_is_ready_lives_and_stops()
    {
        using var systemd = new NotifySocket();
        var variables = new Dictionary<string, string>(QuickStart.Variables)
        {
            ["NOTIFY_SOCKET"] = systemd.Path,
            ["WATCHDOG_USEC"] = "4000000", // told every 2 s, within which a lane takes a turn
        };
        using var service = await ServiceProcess.StartAsync(
            ["--LiveFeed:Log:Provider=memory", "--LiveFeed:Metrics:Enabled=false", "--LiveFeed:Delivery:Drain=00:00:01"],
            [], variables);

        await systemd.UntilAsync("READY=1");
        await systemd.UntilAsync("WATCHDOG=1", times: 3);
        Assert.DoesNotContain("STOPPING=1", systemd.Told);
        Assert.Equal(0, await service.TerminateAsync());

        await systemd.UntilAsync("STOPPING=1");
    }
}
