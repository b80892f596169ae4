using System.Diagnostics;
using System.IO.Compression;
using LiveFeed.Tests.Architecture;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Client.Packing;

/// <summary>The package as <c>dotnet pack</c> makes it of what the tests were built with. Made once for a class.</summary>
public sealed class PackedClient : IAsyncLifetime
{
    // Far longer than it takes, also on a machine that is busy.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    private readonly TempFolder _folder = new();

    internal ZipArchive Package => Open(".nupkg");

    internal ZipArchive Symbols => Open(".snupkg");

    /// <summary>What packing has said.</summary>
    internal string Output { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        var isRelease = AppContext.BaseDirectory.Contains("/release", StringComparison.Ordinal);
        var start = new ProcessStartInfo("dotnet",
        [
            "pack", SourceTree.Client(), "--no-build", "--nologo",
            "-c", isRelease ? "Release" : "Debug", "-o", _folder.Path,
            "-nodeReuse:false", // no process is left behind
        ]);
        using var pack = new ChildProcess(start);
        await pack.WaitForExitAsync().WaitAsync(Limit, TimeProvider.System);
        Output = pack.Output;
        Assert.True(pack.ExitCode == 0, Output);
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    private ZipArchive Open(string extension) =>
        ZipFile.OpenRead(Assert.Single(Directory.GetFiles(_folder.Path, $"*{extension}")));
}
