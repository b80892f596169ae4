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
}
