using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace LiveFeed.Tests.Support;

/// <summary>The command that the documentation uses. A test that needs it is skipped where it is not installed.</summary>
internal static class Curl
{
    /// <summary>Runs it until its output holds a text, or to its end; gives the output.</summary>
    internal static async Task<string> RunAsync(string? until, params string[] arguments)
    {
        using var curl = Start(["--silent", "--show-error", "--no-buffer", "--max-time", "60", .. arguments]);
        var output = new StringBuilder();
        var buffer = new byte[4_096];
        while (await curl.StandardOutput.BaseStream.ReadAsync(buffer).WithinDeadline() is > 0 and var read)
        {
            output.Append(Encoding.UTF8.GetString(buffer, 0, read));
            if (until is not null && output.ToString().Contains(until, StringComparison.Ordinal))
            {
                break;
            }
        }

        curl.Kill();
        await curl.WaitForExitAsync();
        return output.ToString();
    }

    private static Process Start(string[] arguments)
    {
        try
        {
            return Process.Start(new ProcessStartInfo("curl", arguments) { RedirectStandardOutput = true })!;
        }
        catch (Win32Exception)
        {
            Assert.Skip("curl is not installed");
            throw;
        }
    }
}
