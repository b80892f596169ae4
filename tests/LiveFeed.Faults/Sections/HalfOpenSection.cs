using System.Diagnostics;
using System.Globalization;

namespace LiveFeed.Faults.Sections;

/// <summary>
/// A client's network is gone, and nobody says so. The program runs again as <see cref="HalfOpenClient"/> in a network
/// namespace of its own, which needs root: there it can drop the packets from and to one address.
/// </summary>
internal sealed class HalfOpenSection : ISection
{
    private const string Fault = "a client's packets are dropped";

    public string Name => "half-open";

    public async IAsyncEnumerable<FaultResult> RunAsync()
    {
        if (!Tool.Run("unshare", "-n", "ip", "link", "set", "lo", "up"))
        {
            yield return FaultResult.Skipped(Fault, "it takes unshare, ip and root");
            yield break;
        }

        var program = Path.Combine(AppContext.BaseDirectory, "LiveFeed.Faults.dll");
        using var process = Process.Start(
            new ProcessStartInfo("unshare", ["-n", "dotnet", program, HalfOpenClient.Command])
            {
                RedirectStandardOutput = true,
            })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new FaultException(output);
        }

        var found = TimeSpan.FromSeconds(double.Parse(output, CultureInfo.InvariantCulture));
        yield return new FaultResult(Fault, 1, 0, 0, 0, found, "found and cleared, the other clients go on");
    }
}
