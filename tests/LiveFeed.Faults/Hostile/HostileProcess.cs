using System.Diagnostics;
using System.Globalization;

namespace LiveFeed.Faults.Hostile;

/// <summary>The hostile load while it runs, on the load's core and behind the measuring clients there.</summary>
internal sealed class HostileProcess : IDisposable
{
    private readonly Process _process;

    private HostileProcess(int port, int percent, IReadOnlyList<string> core)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "LiveFeed.Faults.dll");
        string[] command =
        [
            .. core, "nice", "-n", "10", "dotnet", program, HostileLoad.Command, port.ToString(CultureInfo.InvariantCulture),
            percent.ToString(CultureInfo.InvariantCulture),
        ];
        _process = Process.Start(
            new ProcessStartInfo(command[0], command[1..]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
    }

    /// <summary>Starts it, and waits until the first attack has been answered.</summary>
    internal static async Task<HostileProcess> StartAsync(int port, int percent, IReadOnlyList<string> core)
    {
        var process = new HostileProcess(port, percent, core);
        var line = await process._process.StandardOutput.ReadLineAsync().WaitAsync(Wait.Limit, TimeProvider.System);
        FaultException.Unless(line == HostileLoad.Begun, $"the hostile load said {line}");
        return process;
    }

    internal bool HasExited => _process.HasExited;

    /// <summary>Ends it; returns its tally.</summary>
    internal async Task<string> EndAsync()
    {
        _process.StandardInput.Close();
        return (await _process.StandardOutput.ReadToEndAsync().WaitAsync(Wait.Limit, TimeProvider.System)).Trim();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }
}
