using System.Diagnostics;
using LiveFeed.Tests.Architecture;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Deploy;

/// <summary>What <c>tests/prerequisites.sh</c> says before a build.</summary>
public sealed class PrerequisitesTests
{
    [Theory]
    [InlineData("v20.18.3", false)]
    [InlineData("v20.19.0", true)]
    [InlineData("v21.7.3", false)]
    [InlineData("v22.11.0", false)]
    [InlineData("v22.12.0", true)]
    [InlineData("v24.0.0", true)]
    [InlineData("v9.19.0", false)]
    public async Task A_version_of_Node_is_taken_that_builds_the_page(string version, bool isTaken)
    {
        var (exitCode, output) = await RunAsync($"echo {version}");

        var refusal = $"LiveFeed needs Node.js 20.19, or 22.12 or newer (node is {version}): https://nodejs.org/";
        Assert.Equal(isTaken ? (0, "") : (1, refusal), (exitCode, output.Trim()));
    }

    [Fact]
    public async Task Node_that_is_missing_is_named_in_one_line()
    {
        var (exitCode, output) = await RunAsync("return 127");

        Assert.Equal(
            (1, "LiveFeed needs Node.js 20.19, or 22.12 or newer (node): https://nodejs.org/"), (exitCode, output.Trim()));
    }

    private static async Task<(int ExitCode, string Output)> RunAsync(string node)
    {
        // Functions of bash in the place of programs.
        var start = new ProcessStartInfo("/bin/bash", [Path.Combine(SourceTree.Root(), "tests", "prerequisites.sh")]);
        foreach (var (name, line) in ((string, string)[])[("node", node), ("npm", "true"), ("dotnet", "echo 10.0.100")])
        {
            start.Environment[$"BASH_FUNC_{name}%%"] = $"() {{ {line}; }}";
        }

        using var script = new ChildProcess(start);
        await script.WaitForExitAsync().WithinDeadline();
        return (script.ExitCode, script.Output);
    }
}
