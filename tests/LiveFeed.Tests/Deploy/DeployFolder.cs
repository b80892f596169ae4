using LiveFeed.Tests.Architecture;

namespace LiveFeed.Tests.Deploy;

/// <summary>The files of <c>deploy/</c>.</summary>
internal static class DeployFolder
{
    internal static string Root => Path.Combine(SourceTree.Root(), "deploy");

    internal static string Manifests => Path.Combine(Root, "kubernetes");

    internal static string Read(string name) => File.ReadAllText(Path.Combine(Root, name));

    /// <summary>The value of <c>name=value</c> in a unit of systemd.</summary>
    internal static string OfUnit(string name)
    {
        var line = Assert.Single(
            Read("livefeed.service").Split('\n'), line => line.StartsWith($"{name}=", StringComparison.Ordinal));
        return line[(name.Length + 1)..];
    }

    /// <summary>A file with what a test must change. All of it is there to be changed.</summary>
    internal static string With(this string text, params (string From, string To)[] changes)
    {
        foreach (var (from, to) in changes)
        {
            Assert.Contains(from, text, StringComparison.Ordinal);
            text = text.Replace(from, to, StringComparison.Ordinal);
        }

        return text;
    }
}
