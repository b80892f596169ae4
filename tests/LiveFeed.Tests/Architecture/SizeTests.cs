using System.Globalization;

namespace LiveFeed.Tests.Architecture;

/// <summary>How large a file, a method or a folder of the service and of the .NET client may be.</summary>
public sealed class SizeTests
{
    private const int FileLines = 220;
    private const int MedianLines = 60;
    private const int MethodLines = 40;
    private const int FolderFiles = 24;
    private const int ProgramLines = 46;
    private const int ReadmeBytes = 9_000;

    // Every folder whose lines are held to the limit of .editorconfig.
    private static readonly string[] LineRoots = ["src", "tests"];

    private static readonly string[] Files =
        [.. SourcesIn(SourceTree.Service()), .. SourcesIn(SourceTree.Client())];

    public static TheoryData<string> Roots => [SourceTree.Service(), SourceTree.Client()];

    [Theory]
    [MemberData(nameof(Roots))]
    public void A_file_is_short_and_most_are_shorter(string root)
    {
        var lengths = SourcesIn(root)
            .Select(file => (File: file, Lines: File.ReadLines(file).Count())).OrderBy(one => one.Lines).ToList();

        Assert.True(lengths[^1].Lines <= FileLines, $"{lengths[^1]}");
        Assert.InRange(lengths[lengths.Count / 2].Lines, 1, MedianLines);
    }

    [Fact]
    public void A_method_fits_on_a_screen() => Assert.Empty(
        from file in Files
        from method in MethodLengths.Of(File.ReadAllText(file))
        where method.Lines > MethodLines
        select $"{method.Name} in {Path.GetRelativePath(SourceTree.Root(), file)} has {method.Lines} lines");

    [Fact]
    public void A_folder_can_be_taken_in_at_a_glance()
    {
        foreach (var folder in Files.GroupBy(Path.GetDirectoryName))
        {
            Assert.True(folder.Count() <= FolderFiles, $"{folder.Key} has {folder.Count()} files");
        }
    }

    [Fact]
    public void A_line_fits_the_limit_of_the_editor_config()
    {
        var max = MaxLineLength();
        var sources = LineRoots.SelectMany(root => SourcesIn(Path.Combine(SourceTree.Root(), root))).ToArray();
        var tooLong =
            from file in sources
            from line in File.ReadLines(file).Select((text, index) => (Text: text, Number: index + 1))
            where line.Text.Length > max
            select $"{file}:{line.Number} has {line.Text.Length} columns";

        Assert.NotEmpty(sources);
        Assert.Empty(tooLong);
    }

    [Fact]
    public void The_program_is_a_table_of_contents() =>
        Assert.InRange(File.ReadLines(Path.Combine(SourceTree.Service(), "Program.cs")).Count(), 1, ProgramLines);

    [Fact]
    public void The_readme_is_read_in_five_minutes() =>
        Assert.InRange(new FileInfo(Path.Combine(SourceTree.Root(), "README.md")).Length, 1, ReadmeBytes);

    private static int MaxLineLength()
    {
        const string Setting = "max_line_length = ";
        var lines = File.ReadLines(Path.Combine(SourceTree.Root(), ".editorconfig"));
        var setting = lines.SkipWhile(line => line != "[*.cs]")
            .First(line => line.StartsWith(Setting, StringComparison.Ordinal));
        return int.Parse(setting.AsSpan(Setting.Length), CultureInfo.InvariantCulture);
    }

    private static string[] SourcesIn(string folder) =>
        [.. Directory.GetFiles(folder, "*.cs", SearchOption.AllDirectories).Where(file => !IsBuilt(file))];

    private static bool IsBuilt(string file) =>
        file.Contains("/obj/", StringComparison.Ordinal) || file.Contains("/bin/", StringComparison.Ordinal);
}
