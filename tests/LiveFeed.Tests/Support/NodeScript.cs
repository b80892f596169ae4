using System.Diagnostics;
using System.Text;
using LiveFeed.Tests.Architecture;

namespace LiveFeed.Tests.Support;

/// <summary>
/// A script of <c>tests/clients</c>, in Node.js. Its packages are installed by the test command
/// (<c>npm --prefix tests/clients ci</c>).
/// </summary>
internal static class NodeScript
{
    private static readonly string Folder = Path.Combine(SourceTree.Root(), "tests/clients");

    private const string Request = "do "; // begins a line that asks the test for something

    /// <summary>Runs it to its end, which must be a good one.</summary>
    /// <returns>What it wrote to its standard output.</returns>
    internal static Task<string> RunAsync(string script, params string[] arguments) =>
        RunAsync(script, _ => Task.CompletedTask, arguments);

    /// <summary>As <see cref="RunAsync(string, string[])"/>; the test does something when the script says so.</summary>
    /// <param name="script">Its file.</param>
    /// <param name="act">Is given what the script says after <c>do </c>. The script is told when it is done.</param>
    /// <param name="arguments">Those of the script.</param>
    internal static async Task<string> RunAsync(string script, Func<string, Task> act, params string[] arguments)
    {
        Assert.True(
            Directory.Exists(Path.Combine(Folder, "node_modules")),
            "They are not installed. Run: npm --prefix tests/clients ci");
        var start = new ProcessStartInfo("node", [Path.Combine(Folder, script), .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var client = Process.Start(start)!;
        var errors = client.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await ReadAsync(client, act);
        await client.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(client.ExitCode == 0, $"{output}{await errors}");
        return output;
    }

    private static async Task<string> ReadAsync(Process client, Func<string, Task> act)
    {
        var output = new StringBuilder();
        while (await client.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            if (line.StartsWith(Request, StringComparison.Ordinal))
            {
                await act(line[Request.Length..]);
                await client.StandardInput.WriteLineAsync("done");
                await client.StandardInput.FlushAsync(TestContext.Current.CancellationToken);
            }
            else
            {
                output.AppendLine(line);
            }
        }

        return output.ToString();
    }
}
