using System.Diagnostics;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Deploy;

/// <summary><c>make cluster</c> where it cannot start.</summary>
public sealed class ClusterTests
{
    [Fact]
    public async Task A_program_that_is_missing_is_named_in_one_line()
    {
        var start = new ProcessStartInfo("/bin/bash", [Path.Combine(DeployFolder.Root, "cluster.sh")]);
        start.Environment["PATH"] = "/nowhere";
        using var cluster = new ChildProcess(start);

        await cluster.WaitForExitAsync().WithinDeadline();

        Assert.Equal(1, cluster.ExitCode);
        Assert.StartsWith(
            "make cluster needs redis-server: apt-get install",
            Assert.Single(cluster.Output.Trim().Split('\n')),
            StringComparison.Ordinal);
    }
}
