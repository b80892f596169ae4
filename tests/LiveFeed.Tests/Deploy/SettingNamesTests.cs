using System.Text.RegularExpressions;
using LiveFeed.Tests.Architecture;

namespace LiveFeed.Tests.Deploy;

/// <summary>What the files of <c>deploy/</c> and their page set is there to be set.</summary>
public sealed partial class SettingNamesTests
{
    [Fact]
    public void Every_setting_of_the_manifests_exists() => Assert.All(
        Manifests.Settings.Keys.Where(key => key.StartsWith("LiveFeed", StringComparison.Ordinal)),
        key => Assert.True(SettingNames.Exists(key.Replace("__", ":", StringComparison.Ordinal)), key));

    [Fact]
    public void Every_setting_that_a_file_or_the_page_on_operations_names_exists()
    {
        var texts = Directory.GetFiles(DeployFolder.Root)
            .Append(Path.Combine(SourceTree.Root(), "docs/operations.md")).Select(File.ReadAllText);
        var named = texts.SelectMany(text => Variable().Matches(text)).Select(match => match.Value).Distinct().ToList();

        Assert.NotEmpty(named);
        Assert.All(named, name => Assert.True(SettingNames.Exists(name.Replace("__", ":", StringComparison.Ordinal)), name));
    }

    [Theory]
    [InlineData("LiveFeed:Log:Path", true)]
    [InlineData("LiveFeed:Proxies:0", true)]
    [InlineData("LiveFeed:Access:Keys:1:Publish:0", true)]
    [InlineData("LiveFeed:Access:Keys:Name", false)]
    [InlineData("LiveFeed:Log:Paht", false)]
    [InlineData("LiveFeed:Lgo:Path", false)]
    [InlineData("LiveFeed:Log", false)]
    public void A_name_that_is_wrong_is_found(string name, bool exists) => Assert.Equal(exists, SettingNames.Exists(name));

    [GeneratedRegex(@"\bLiveFeed(__\w+?)+(?=\W|$)")]
    private static partial Regex Variable();
}
