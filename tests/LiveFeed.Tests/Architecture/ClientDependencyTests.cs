using System.Text.RegularExpressions;

namespace LiveFeed.Tests.Architecture;

/// <summary>
/// The .NET client's folders: each uses only folders above it in the list, and the siblings at its end none of each other.
/// What its users see is in the folder of the project, and uses them all.
/// </summary>
public sealed partial class ClientDependencyTests
{
    private static readonly string[] Folders = ["Telemetry", "Retrying", "Http", "Frames", .. Siblings];

    private static string[] Siblings => ["Following", "Publishing"];

    [Fact]
    public void Every_folder_has_its_place() => Assert.Equal(
        Folders.Order(),
        Directory.GetDirectories(SourceTree.Client()).Select(Path.GetFileName).Where(name => name is not ("bin" or "obj"))
            .Order());

    [Fact]
    public void A_folder_uses_only_folders_before_it_and_no_sibling()
    {
        foreach (var folder in Folders)
        {
            foreach (var (file, used) in Uses(folder))
            {
                var isBefore = Array.IndexOf(Folders, used) <= Array.IndexOf(Folders, folder);
                Assert.True(isBefore, $"{file} uses {used}, which comes later");
                Assert.False(used != folder && Siblings.Contains(folder) && Siblings.Contains(used), $"{file} uses {used}");
            }
        }
    }

    [Fact]
    public void A_namespace_is_its_folder()
    {
        foreach (var file in Directory.GetFiles(SourceTree.Client(), "*.cs", SearchOption.AllDirectories))
        {
            var folder = Path.GetRelativePath(SourceTree.Client(), Path.GetDirectoryName(file)!).Replace('/', '.');
            var name = folder == "." ? "LiveFeed.Client" : $"LiveFeed.Client.{folder}";
            Assert.Contains($"namespace {name};", File.ReadAllText(file), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void It_knows_nothing_of_the_service()
    {
        foreach (var file in Directory.GetFiles(SourceTree.Client(), "*.cs", SearchOption.AllDirectories))
        {
            var text = File.ReadAllText(file);
            Assert.DoesNotContain("Microsoft.AspNetCore", text, StringComparison.Ordinal);
            Assert.DoesNotMatch(@"using LiveFeed\.(?!Client\.)", text);
        }
    }

    private static IEnumerable<(string File, string Used)> Uses(string folder) =>
        from file in Directory.GetFiles(Path.Combine(SourceTree.Client(), folder), "*.cs", SearchOption.AllDirectories)
        from Match use in UsedFolder().Matches(File.ReadAllText(file))
        select (file, use.Groups[1].Value);

    [GeneratedRegex(@"^using (?:static )?LiveFeed\.Client\.(\w+)", RegexOptions.Multiline)]
    private static partial Regex UsedFolder();
}
