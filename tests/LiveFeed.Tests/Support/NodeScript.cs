using System.Diagnostics;
using LiveFeed.Tests.Architecture;

namespace LiveFeed.Tests.Support;

/// <summary>
/// A script of <c>tests/clients</c>, in Node.js. Its packages are installed by the test command
/// (<c>npm --prefix tests/clients ci</c>).
/// </summary>
internal static class NodeScript
{
    private static readonly string Folder = Path.Combine(SourceTree.Root(), "tests/clients");

    /// <summary>Runs it to its end, which must be a good one.</summary>
    /// <returns>What it wrote to its standard output.</returns>
    internal static async Task<string> RunAsync(string script, params string[] arguments)
    {
        Assert.True(
            Directory.Exists(Path.Combine(Folder, "node_modules")),
            "They are not installed. Run: npm --prefix tests/clients ci");
        var start = new ProcessStartInfo("node", [Path.Combine(Folder, script), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var client = Process.Start(start)!;
        var output = client.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = client.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await client.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(client.ExitCode == 0, $"{await output}{await errors}");
        return await output;
    }
}
