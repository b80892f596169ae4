namespace LiveFeed.Tests.Support;

/// <summary>A copy of a folder as it was at one moment.</summary>
internal sealed class FolderCopy : IDisposable
{
    private readonly string _folder;
    private readonly TempFolder _copy = new();

    internal FolderCopy(string folder)
    {
        _folder = folder;
        Copy(folder, _copy.Path);
    }

    /// <summary>Makes the folder what it was.</summary>
    internal void PutBack()
    {
        Directory.Delete(_folder, recursive: true);
        Copy(_copy.Path, _folder);
    }

    public void Dispose() => _copy.Dispose();

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
