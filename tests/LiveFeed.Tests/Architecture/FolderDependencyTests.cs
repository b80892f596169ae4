using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace LiveFeed.Tests.Architecture;

/// <summary>
/// A folder uses only folders above it in the list, which is the order of an event's journey; the siblings at its end never
/// use each other. The <c>using</c> lines tell, as no namespace but the base library's is implicit.
/// </summary>
public sealed partial class FolderDependencyTests
{
    private static readonly string[] Journey =
        ["Memory", "Scheduling", "Events", "Settings", "Telemetry", "Log", "Clients", "Hub", "Http", "Access", "Ingest", "Metrics", "Streaming", "Looking", "Badges", "Boards", "Hosting"];

    private static readonly string[] KnowNoHttp = ["Memory", "Scheduling", "Events", "Settings", "Log", "Clients", "Hub"];
    private static readonly string[] Strangers = ["Ingest", "Metrics", "Streaming"];

    [Fact]
    public void Every_folder_has_its_place_in_the_journey()
    {
        var folders = Directory.GetDirectories(Source()).Select(Path.GetFileName).Where(name => name is not ("bin" or "obj"));

        Assert.Equal(Journey.Order(), folders.Order());
    }

    [Fact]
    public void A_folder_uses_only_folders_before_it()
    {
        foreach (var (folder, file, used) in Uses())
        {
            Assert.True(
                Array.IndexOf(Journey, used) <= Array.IndexOf(Journey, folder), $"{file} uses {used}, which comes later");
        }
    }

    [Fact]
    public void Ways_in_and_ways_out_do_not_know_each_other()
    {
        foreach (var (folder, file, used) in Uses().Where(use => Strangers.Contains(use.Folder) && use.Folder != use.Used))
        {
            Assert.False(Strangers.Contains(used), $"{file} of {folder} uses {used}");
        }
    }

    [Fact]
    public void The_core_knows_no_http()
    {
        foreach (var file in KnowNoHttp.SelectMany(folder => Files(folder)))
        {
            Assert.DoesNotContain("Microsoft.AspNetCore", File.ReadAllText(file), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_namespace_is_its_folder()
    {
        foreach (var file in Journey.SelectMany(folder => Files(folder)))
        {
            var folder = Path.GetRelativePath(Source(), Path.GetDirectoryName(file)!).Replace('/', '.');
            Assert.Contains($"namespace LiveFeed.{folder};", File.ReadAllText(file), StringComparison.Ordinal);
        }
    }

    private static IEnumerable<(string Folder, string File, string Used)> Uses() =>
        from folder in Journey
        from file in Files(folder)
        from Match use in UsedFolder().Matches(File.ReadAllText(file))
        select (folder, file, use.Groups[1].Value);

    private static string[] Files(string folder) =>
        Directory.GetFiles(Path.Combine(Source(), folder), "*.cs", SearchOption.AllDirectories);

    private static string Source([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../../src/LiveFeed"));

    [GeneratedRegex(@"^using (?:static )?LiveFeed\.(\w+)", RegexOptions.Multiline)]
    private static partial Regex UsedFolder();
}
