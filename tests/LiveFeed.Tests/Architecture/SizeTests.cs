namespace LiveFeed.Tests.Architecture;

/// <summary>How large a file or a folder of the service may be.</summary>
public sealed class SizeTests
{
    private const int FileLines = 220;
    private const int MedianLines = 60;
    private const int FolderFiles = 24;
    private const int ProgramLines = 46;
    private const int ReadmeBytes = 9_000;

    private static readonly string[] Files =
        [.. Directory.GetFiles(SourceTree.Service(), "*.cs", SearchOption.AllDirectories).Where(file => !IsBuilt(file))];

    [Fact]
    public void A_file_is_short_and_most_are_shorter()
    {
        var lengths =
            Files.Select(file => (File: file, Lines: File.ReadLines(file).Count())).OrderBy(one => one.Lines).ToList();

        Assert.True(lengths[^1].Lines <= FileLines, $"{lengths[^1]}");
        Assert.InRange(lengths[lengths.Count / 2].Lines, 1, MedianLines);
    }

    [Fact]
    public void A_folder_can_be_taken_in_at_a_glance()
    {
        foreach (var folder in Files.GroupBy(Path.GetDirectoryName))
        {
            Assert.True(folder.Count() <= FolderFiles, $"{folder.Key} has {folder.Count()} files");
        }
    }

    [Fact]
    public void The_program_is_a_table_of_contents() =>
        Assert.InRange(File.ReadLines(Path.Combine(SourceTree.Service(), "Program.cs")).Count(), 1, ProgramLines);

    [Fact]
    public void The_readme_is_read_in_five_minutes() =>
        Assert.InRange(new FileInfo(Path.Combine(SourceTree.Root(), "README.md")).Length, 1, ReadmeBytes);

    private static bool IsBuilt(string file) =>
        file.Contains("/obj/", StringComparison.Ordinal) || file.Contains("/bin/", StringComparison.Ordinal);
}
