using System.ComponentModel;
using System.Diagnostics;

namespace LiveFeed.Faults;

/// <summary>Commands of the system that make a fault: most need root.</summary>
internal static class Tool
{
    /// <summary>Returns whether it did what it was to do.</summary>
    internal static bool Run(string command, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(
                new ProcessStartInfo(command, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false; // there is no such command
        }
    }
}
