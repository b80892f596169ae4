using System.IO;
using System.Text;

namespace LiveFeed.Metrics.Sources;

/// <summary>
/// A file of Linux's <c>/proc</c>, read whole into buffers that are reused. Its length is not known before (it says 0),
/// because the kernel makes its text at each read. Not thread-safe.
/// </summary>
/// <param name="root">Where <c>/proc</c> is mounted.</param>
/// <param name="name">The file's path below it.</param>
internal sealed class ProcFile(string root, string name)
{
    internal const string Root = "/proc";

    private readonly string _path = Path.Combine(root, name);
    private byte[] _bytes = new byte[4_096];
    private char[] _text = [];

    /// <summary>The text, valid until the next read.</summary>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    internal ReadOnlySpan<char> Read()
    {
        using var file = File.OpenHandle(_path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var length = 0;
        for (int read; (read = RandomAccess.Read(file, _bytes.AsSpan(length), length)) > 0;)
        {
            length += read;
            if (length == _bytes.Length)
            {
                Array.Resize(ref _bytes, length * 2);
            }
        }

        if (_text.Length < length)
        {
            _text = new char[_bytes.Length];
        }

        // All is ASCII except device names. Those may be any bytes, and only need to stay different from each other.
        return _text.AsSpan(0, Encoding.Latin1.GetChars(_bytes.AsSpan(0, length), _text));
    }

    internal InvalidDataException Lacks(string what) => new($"{_path} has no usable {what}");
}
