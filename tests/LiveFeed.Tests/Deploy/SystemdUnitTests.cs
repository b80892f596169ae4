using System.Globalization;
using LiveFeed.Access.Limits;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Deploy;

public sealed class SystemdUnitTests
{
    [Fact]
    public async Task Systemd_takes_every_line_of_the_unit()
    {
        var analyze = DebianProgram.NeedOrSkip("systemd-analyze");
        using var folder = new TempFolder();

        var (exitCode, output) = await DebianProgram.RunAsync(analyze, "verify", Unit(folder));

        Assert.Equal((0, ""), (exitCode, output.Trim()));
    }

    [Fact]
    public async Task A_line_that_systemd_does_not_know_is_found()
    {
        var analyze = DebianProgram.NeedOrSkip("systemd-analyze");
        using var folder = new TempFolder();
        var unit = Unit(folder);
        await File.AppendAllTextAsync(unit, "[Service]\nProtectEverything=yes\n", TestContext.Current.CancellationToken);

        var (_, output) = await DebianProgram.RunAsync(analyze, "verify", unit);

        Assert.Contains("ProtectEverything", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Systemd_counts_the_unit_among_those_that_may_do_little()
    {
        var analyze = DebianProgram.NeedOrSkip("systemd-analyze");
        using var folder = new TempFolder();

        var (exitCode, output) = await DebianProgram.RunAsync(
            analyze, "security", "--offline=yes", "--threshold=25", "--no-pager", Unit(folder)); // 2.5 of 10

        Assert.True(exitCode == 0, output);
    }

    [Fact]
    public void The_service_is_killed_no_sooner_than_five_seconds_after_a_drain_of_several_nodes() =>
        Assert.True(Seconds("TimeoutStopSec") >= 10 + 5);

    [Fact]
    public void The_watchdog_waits_for_many_turns_of_a_lane() =>
        Assert.True(Seconds("WatchdogSec") >= 20); // asked at half of it; a lane takes a turn each second

    [Fact]
    public void The_memory_is_enough_for_all_clients_and_a_limit_that_slows_is_met_before_one_that_kills()
    {
        var (high, max) = (Mebibytes("MemoryHigh"), Mebibytes("MemoryMax"));

        Assert.True(high >= DeployFolder.MemoryFor(new LimitsOptions().Connections));
        Assert.True(max > high);
    }

    [Fact]
    public void The_service_says_itself_that_it_is_ready() => Assert.Equal("notify", DeployFolder.OfUnit("Type"));

    // Systemd looks whether the program is there, which it is where the unit is used.
    private static string Unit(TempFolder folder)
    {
        var unit = folder.File("livefeed.service");
        File.WriteAllText(
            unit, DeployFolder.Read("livefeed.service").Replace("/usr/bin/dotnet", "/bin/true", StringComparison.Ordinal));
        return unit;
    }

    private static int Seconds(string name) =>
        int.Parse(DeployFolder.OfUnit(name).TrimEnd('s'), CultureInfo.InvariantCulture);

    private static long Mebibytes(string name) =>
        long.Parse(DeployFolder.OfUnit(name).TrimEnd('M'), CultureInfo.InvariantCulture) << 20;
}
