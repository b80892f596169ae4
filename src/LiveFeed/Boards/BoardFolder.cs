using System.IO;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;

namespace LiveFeed.Boards;

/// <summary>The folder of board files, which may come and go.</summary>
internal sealed partial class BoardFolder(IOptions<BoardsOptions> options)
{
    /// <summary>
    /// Of a file: a board of a thousand tiles has a tenth of it. A longer one is read so far, and so is no JSON.
    /// </summary>
    internal const int MostBytes = 4 << 20;

    internal const int MostName = 100; // characters; none needs an escape

    private const string Extension = ".json";

    internal string Path =>
        Directory.Exists(options.Value.Path)
            ? System.IO.Path.GetFullPath(options.Value.Path)
            : System.IO.Path.Combine(AppContext.BaseDirectory, options.Value.Path);

    /// <summary>
    /// All files by their boards' names. They are small, so they are read and not asked for their times, which links, copies
    /// and mounted volumes get wrong. One that is just replaced, or may not be read, is left out.
    /// </summary>
    /// <exception cref="IOException">
    /// It cannot be read now (no file descriptor is left): that is no reason to take a board for removed.
    /// </exception>
    internal IReadOnlyDictionary<string, byte[]> Read()
    {
        var files = new Dictionary<string, byte[]>();
        try
        {
            foreach (var file in Directory.EnumerateFiles(Path, "*" + Extension))
            {
                var name = System.IO.Path.GetFileNameWithoutExtension(file);
                if (IsName(name) && TryRead(file) is { } bytes)
                {
                    files[name] = bytes;
                }
            }
        }
        catch (Exception e) when (e is DirectoryNotFoundException or UnauthorizedAccessException)
        {
            // There is no such folder now, so it has no boards.
        }

        return files;
    }

    /// <summary>Whether it may be a board's.</summary>
    internal static bool IsName(string name) => PlainName().IsMatch(name);

    /// <summary>One board's file as it is now; null when there is none.</summary>
    /// <exception cref="IOException">It cannot be read now.</exception>
    internal byte[]? Read(string name) => TryRead(FileOf(name));

    /// <summary>
    /// Makes or replaces a board's file, all or nothing: readers see the old one or the new one, also when the machine stops
    /// in the midst of it.
    /// </summary>
    /// <exception cref="IOException">
    /// Or <see cref="UnauthorizedAccessException"/>: it could not be written, and is as it was.
    /// </exception>
    internal void Write(string name, byte[] json)
    {
        var file = FileOf(name);
        var draft = $"{file}.saving"; // no name of a board
        try
        {
            var settings = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows() && File.Exists(file))
            {
                settings.UnixCreateMode = File.GetUnixFileMode(file); // who might write it still may
            }

            using (var stream = new FileStream(draft, settings))
            {
                stream.Write(json);
                stream.Flush(flushToDisk: true);
            }

            File.Move(draft, file, overwrite: true);
        }
        catch
        {
            File.Delete(draft);
            throw;
        }
    }

    internal void Remove(string name) => File.Delete(FileOf(name));

    internal static bool AreSame(IReadOnlyDictionary<string, byte[]> files, IReadOnlyDictionary<string, byte[]> others) =>
        files.Count == others.Count &&
        files.All(file => others.TryGetValue(file.Key, out var other) && file.Value.AsSpan().SequenceEqual(other));

    private string FileOf(string name) => System.IO.Path.Combine(Path, name + Extension);

    private static byte[]? TryRead(string file)
    {
        try
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var bytes = new byte[Math.Min(stream.Length, MostBytes)];
            return bytes[..stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)];
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    // What may stand in a path: no separators, no dots, so no way out of the folder.
    [GeneratedRegex(@"^[A-Za-z0-9_-]{1,100}\z")]
    private static partial Regex PlainName();
}
