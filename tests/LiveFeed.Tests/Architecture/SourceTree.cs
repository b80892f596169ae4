using System.Runtime.CompilerServices;

namespace LiveFeed.Tests.Architecture;

/// <summary>The sources that this test program was built from.</summary>
internal static class SourceTree
{
    /// <summary>The service's own.</summary>
    internal static string Service() => Path.Combine(Root(), "src/LiveFeed");

    /// <summary>The .NET client's own.</summary>
    internal static string Client() => Path.Combine(Root(), "src/LiveFeed.Client");

    internal static string Root() => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Here())!, "../../.."));

    private static string Here([CallerFilePath] string here = "") => here;
}
