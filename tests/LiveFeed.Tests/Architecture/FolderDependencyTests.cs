using System.Text.RegularExpressions;

namespace LiveFeed.Tests.Architecture;

/// <summary>
/// A folder uses only folders above it in the list, which is the order of an event's journey. The siblings at the end of the
/// list never use each other. The <c>using</c> lines tell, as only the base library's namespaces are implicit.
/// </summary>
public sealed partial class FolderDependencyTests
{
    private static readonly string[] Journey =
    [
        "Memory", "Scheduling", "Settings", "Events", "Frames", "Telemetry", "Refusals", "Log", "Clients", "Hub", "Http",
        "Access", "Bodies", "Publishing", "Reading", "Rooms", .. Siblings, "Hosting",
    ];

    // What two of them need stands above them all.
    private static string[] Siblings => ["Ingest", "Streaming", "Query", "Metrics", "Badges", "Boards"];

    private static string[] KnowNoHttp =>
        ["Memory", "Scheduling", "Settings", "Events", "Frames", "Refusals", "Log", "Clients", "Hub", "Publishing",
         "Rooms"];

    [Fact]
    public void Every_folder_has_its_place_in_the_journey()
    {
        var folders = Directory.GetDirectories(SourceTree.Service())
            .Select(Path.GetFileName)
            .Where(name => name is not ("bin" or "obj"));

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
    public void A_folder_uses_none_of_its_siblings()
    {
        foreach (var (folder, file, used) in Uses().Where(use => Siblings.Contains(use.Folder) && use.Folder != use.Used))
        {
            Assert.False(Siblings.Contains(used), $"{file} of {folder} uses {used}");
        }
    }

    [Fact]
    public void The_core_knows_no_http()
    {
        foreach (var file in KnowNoHttp.SelectMany(folder => Files(folder)))
        {
            var text = File.ReadAllText(file);
            Assert.DoesNotContain("Microsoft.AspNetCore", text, StringComparison.Ordinal);
            Assert.DoesNotContain("using LiveFeed.Http;", text, StringComparison.Ordinal);
        }
    }

    // Hosting registers it.
    [Fact]
    public void Events_come_in_by_a_publish_session_and_no_other_way() => Assert.Equal(
        ["Hosting", "Hub", "Publishing"],
        Journey.Where(folder => Files(folder).Any(
            file => File.ReadAllText(file).Contains("FeedPublisher", StringComparison.Ordinal))).Order());

    [Fact]
    public void A_namespace_is_its_folder()
    {
        foreach (var file in Journey.SelectMany(folder => Files(folder)))
        {
            var folder = Path.GetRelativePath(SourceTree.Service(), Path.GetDirectoryName(file)!).Replace('/', '.');
            Assert.Contains($"namespace LiveFeed.{folder};", File.ReadAllText(file), StringComparison.Ordinal);
        }
    }

    private static IEnumerable<(string Folder, string File, string Used)> Uses() =>
        from folder in Journey
        from file in Files(folder)
        from Match use in UsedFolder().Matches(File.ReadAllText(file))
        select (folder, file, use.Groups[1].Value);

    private static string[] Files(string folder) =>
        Directory.GetFiles(Path.Combine(SourceTree.Service(), folder), "*.cs", SearchOption.AllDirectories);

    [GeneratedRegex(@"^using (?:static )?LiveFeed\.(\w+)", RegexOptions.Multiline)]
    private static partial Regex UsedFolder();
}
