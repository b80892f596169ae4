using LiveFeed.Access.Limits;
using LiveFeed.Tests.Architecture;

namespace LiveFeed.Tests.Deploy;

/// <summary>The files of <c>deploy/</c>.</summary>
internal static class DeployFolder
{
    internal static string Root => Path.Combine(SourceTree.Root(), "deploy");

    internal static string Manifests => Path.Combine(Root, "kubernetes");

    internal static string Read(string name) => File.ReadAllText(Path.Combine(Root, name));

    /// <summary>
    /// The bytes that so many clients take, 13 KB each (docs/performance.md) and 4 KB for the kernel's side of a socket,
    /// with what the service holds for all of them and 200 MB for the runtime.
    /// </summary>
    internal static long MemoryFor(int clients) => (clients * 17_000L) + new LimitsOptions().HeldBytes + 200_000_000;

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
