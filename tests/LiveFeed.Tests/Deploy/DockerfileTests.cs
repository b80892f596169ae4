using System.Text.RegularExpressions;
using LiveFeed.Tests.Architecture;

namespace LiveFeed.Tests.Deploy;

public sealed partial class DockerfileTests
{
    private static readonly string Text = DeployFolder.Read("Dockerfile");

    [Fact]
    public void Whatever_it_copies_is_there_and_is_let_through_by_the_list_of_what_is_ignored()
    {
        var allowed = File.ReadLines(Path.Combine(SourceTree.Root(), ".dockerignore"))
            .Where(line => line.StartsWith('!')).Select(line => line[1..]).ToList();
        var copied = Copy().Matches(Text)
            .SelectMany(match => match.Groups[1].Value.Split(' ')[..^1]).Where(source => source.Length > 0).ToList();

        Assert.NotEmpty(copied);
        Assert.All(copied, source =>
        {
            Assert.True(Path.Exists(Path.Combine(SourceTree.Root(), source)), $"{source} is not there");
            Assert.True(
                allowed.Exists(one => source == one || source.StartsWith($"{one}/", StringComparison.Ordinal)),
                $"{source} is ignored");
        });
        Assert.All(allowed, one => Assert.True(Path.Exists(Path.Combine(SourceTree.Root(), one)), $"{one} is not there"));
    }

    [Fact]
    public void The_image_has_no_shell_and_asks_the_service_by_its_own_switch()
    {
        Assert.Contains("FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled\n", Text, StringComparison.Ordinal);
        Assert.Contains("""CMD ["dotnet", "/app/LiveFeed.dll", "--health"]""", Text, StringComparison.Ordinal);
        Assert.EndsWith("""ENTRYPOINT ["dotnet", "/app/LiveFeed.dll"]""", Text.TrimEnd(), StringComparison.Ordinal);
        var last = Text[Text.LastIndexOf("\nFROM ", StringComparison.Ordinal)..];
        Assert.DoesNotContain("\nRUN ", last, StringComparison.Ordinal); // nothing there could run it
    }

    // Copies from the build's context, without those from another stage.
    [GeneratedRegex(@"^COPY (?!--from)(.+)$", RegexOptions.Multiline)]
    private static partial Regex Copy();
}
