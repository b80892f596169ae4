namespace LiveFeed.Tests.Metrics;

/// <summary>A folder that stands in for <c>/proc</c>; deleted with the test.</summary>
internal sealed class ProcFolder : IDisposable
{
    internal string Root { get; } = Directory.CreateTempSubdirectory("livefeed-proc-").FullName;

    internal void Write(string name, string text)
    {
        var path = Path.Combine(Root, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    internal void Delete(string name) => File.Delete(Path.Combine(Root, name));

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
