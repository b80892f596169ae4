using System.IO;

namespace LiveFeed.Log.Runs;

/// <summary>The id that Linux gives to this boot of the machine; null on other systems.</summary>
internal static class MachineBoot
{
    private const string Path = "/proc/sys/kernel/random/boot_id";

    internal static Guid? Current { get; } = Read();

    private static Guid? Read()
    {
        try
        {
            return File.Exists(Path) && Guid.TryParse(File.ReadAllText(Path).Trim(), out var boot) ? boot : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
