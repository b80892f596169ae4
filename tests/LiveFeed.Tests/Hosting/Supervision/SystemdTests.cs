using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Hosting.Supervision;

/// <summary>The service as a process of systemd's.</summary>
public sealed class SystemdTests
{
    // A start that ends after its first line.
    private static readonly string[] Refused = ["--LiveFeed:Nothing=1", "--LiveFeed:Log:MaxEvents=-1"];

    [Fact]
    public async Task Systemd_is_told_that_the_service_is_ready_lives_and_stops()
    {
        using var systemd = new NotifySocket();
        var variables = new Dictionary<string, string>
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

    [Theory]
    [InlineData("json", "{\"EventId\":")]
    [InlineData(null, "<4>LiveFeed.")]
    public async Task The_console_has_the_form_that_a_setting_names_or_that_of_the_journal(string? form, string begin)
    {
        using var folder = new TempFolder();
        var systemd = folder.File("systemd"); // for the service, it is what a parent of this name is
        File.CreateSymbolicLink(systemd, "/bin/sh");
        var program = Path.Combine(AppContext.BaseDirectory, "LiveFeed.dll");
        string[] setting = form is null ? [] : [$"--Logging:Console:FormatterName={form}"];

        var (_, output) = await DebianProgram.RunAsync(
            systemd, ["-c", "\"$@\"; exit $?", "sh", "dotnet", program, .. setting, .. Refused]);

        Assert.Contains(
            output.Split('\n'), line => line.StartsWith(begin, StringComparison.Ordinal)
                && line.Contains("LiveFeed:Nothing is no setting", StringComparison.Ordinal));
    }
}
