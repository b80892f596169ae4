using System.Diagnostics;

namespace LiveFeed.Tests.Support;

/// <summary>
/// A program of Debian that tests run: it is in the path, or where Debian has programs for administrators.
/// </summary>
internal static class DebianProgram
{
    private static readonly string[] OfAdministrators = ["/usr/local/sbin", "/usr/sbin", "/sbin"];

    /// <summary>Where it is; null when it is not installed.</summary>
    internal static string? Find(string name) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator).Concat(OfAdministrators)
        .Select(folder => Path.Combine(folder, name))
        .FirstOrDefault(File.Exists);

    /// <summary>Where it is. <c>make test</c> installs it where it may.</summary>
    internal static string Need(string name, string? package = null)
    {
        var path = Find(name);
        Assert.True(path is not null, $"This needs {name}: apt-get install {package ?? name}");
        return path;
    }

    /// <summary>Skips the test where it is not installed.</summary>
    internal static string NeedOrSkip(string name)
    {
        var path = Find(name);
        Assert.SkipWhen(path is null, $"{name} is not installed");
        return path!;
    }

    /// <summary>Runs it to its end.</summary>
    internal static async Task<(int ExitCode, string Output)> RunAsync(string path, params string[] arguments)
    {
        using var process = new ChildProcess(new ProcessStartInfo(path, arguments));
        await process.WaitForExitAsync().WithinDeadline();
        return (process.ExitCode, process.Output);
    }
}
