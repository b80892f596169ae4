using System.Diagnostics;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Client.Packing;

/// <summary>An app without JSON by reflection, as one that is compiled ahead of time.</summary>
public sealed class AotTests
{
    [Fact]
    public async Task An_app_without_reflection_follows_and_publishes()
    {
        await using var server = new LiveFeedServer();

        // Built beside the tests, by the same configuration, with the analyzers of trimming and AOT.
        var app = Path.Combine(
            AppContext.BaseDirectory.Replace("LiveFeed.Tests", "LiveFeed.Client.Aot", StringComparison.Ordinal),
            "LiveFeed.Client.Aot.dll");
        using var process = new ChildProcess(new ProcessStartInfo("dotnet", [app, server.Address.ToString()]));
        await process.WaitForExitAsync().WithinDeadline();

        Assert.Equal("refused 422 /topic\naot/first 1.5\naot/second text", process.Output.Trim());
        Assert.Equal(0, process.ExitCode);
    }
}
