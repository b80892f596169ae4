using System.Diagnostics;

namespace LiveFeed.Tests.Faults;

/// <summary>The short form of <c>make faults</c>: each fault done to the service's own process, for real.</summary>
public sealed class FaultSuiteTests
{
    // Far longer than it takes, also on a machine that is busy.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    [Theory]
    [InlineData("kill")]
    [InlineData("rooms")]
    [InlineData("cluster", Traits = ["length", "long"])]
    [InlineData("restored")]
    [InlineData("stalled")]
    [InlineData("half-open")]
    [InlineData("disk")]
    [InlineData("corrupt")]
    [InlineData("clock")]
    [InlineData("shutdown")]
    [InlineData("descriptors")]
    [InlineData("writers")]
    [InlineData("queries")]
    [InlineData("hostile")]
    public async Task Nothing_is_lost_or_comes_twice(string section)
    {
        // Built beside the tests, by the same configuration.
        var suite = Path.Combine(
            AppContext.BaseDirectory.Replace("LiveFeed.Tests", "LiveFeed.Faults", StringComparison.Ordinal),
            "LiveFeed.Faults.dll");
        var start = new ProcessStartInfo("dotnet", [suite, "--quick", "--only", section])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        try
        {
            var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken).WaitAsync(
                Limit, TestContext.Current.CancellationToken);

            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.True(process.ExitCode == 0, $"{output}\n{await errors}");
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }
}
