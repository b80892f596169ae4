using System.IO;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;

namespace LiveFeed.Boards;

/// <summary>The folder of board files. It may appear and disappear.</summary>
internal sealed partial class BoardFolder(IOptions<BoardsOptions> options)
{
    /// <summary>
    /// Max bytes of a file. A board of a thousand tiles needs a tenth of that. A longer file is cut here, so it is no valid
    /// JSON.
    /// </summary>
    internal const int MaxBytes = 4 << 20;

    internal const int MaxName = 100; // characters; none needs an escape

    private const string Extension = ".json";

    internal string Path =>
        Directory.Exists(options.Value.Path)
            ? System.IO.Path.GetFullPath(options.Value.Path)
            : System.IO.Path.Combine(AppContext.BaseDirectory, options.Value.Path);

    /// <summary>
    /// All files by board name. The files are small, so they are read whole. Their times are not used: links, copies and
    /// mounted volumes get them wrong. A file that is being replaced or may not be read is left out.
    /// </summary>
    /// <exception cref="IOException">
    /// The folder cannot be read now, for example without a free file descriptor. This does not mean that a board was
    /// removed.
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

    /// <summary>Whether a board may have this name.</summary>
    internal static bool IsName(string name) => PlainName().IsMatch(name);

    /// <summary>One board's file as it is now; null when there is none.</summary>
    /// <exception cref="IOException">It cannot be read now.</exception>
    internal byte[]? Read(string name) => TryRead(FileOf(name));

    /// <summary>
    /// Makes or replaces a board's file, all or nothing: readers see either the old file or the new one, even when the
    /// machine stops during the write.
    /// </summary>
    /// <exception cref="IOException">
    /// Or <see cref="UnauthorizedAccessException"/>: the file could not be written, and is unchanged.
    /// </exception>
    internal void Write(string name, byte[] json)
    {
        var file = FileOf(name);
        var draft = $"{file}.saving"; // no board can have this name
        try
        {
            var settings = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows() && File.Exists(file))
            {
                settings.UnixCreateMode = File.GetUnixFileMode(file); // the same users may still write it
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
            var bytes = new byte[Math.Min(stream.Length, MaxBytes)];
            return bytes[..stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)];
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    // Only characters that are safe in a path: no separators and no dots, so no path leads out of the folder.
    [GeneratedRegex(@"^[A-Za-z0-9_-]{1,100}\z")]
    private static partial Regex PlainName();
}
