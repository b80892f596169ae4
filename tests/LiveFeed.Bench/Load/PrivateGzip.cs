using System.IO.Compression;

namespace LiveFeed.Bench.Load;

/// <summary>What a server does that compresses for each client: a compressor a client, flushed after every write.</summary>
internal sealed class PrivateGzip : IDisposable
{
    private readonly MemoryStream _output = new();
    private readonly GZipStream _gzip;

    // The level that ASP.NET Core's response compression has by default, and the cheapest.
    internal PrivateGzip() => _gzip = new GZipStream(_output, CompressionLevel.Fastest, leaveOpen: true);

    /// <summary>The bytes that these are in this client's stream; valid until the next call.</summary>
    internal ReadOnlySpan<byte> Compress(byte[] bytes)
    {
        _output.SetLength(0);
        _gzip.Write(bytes);
        _gzip.Flush();
        return _output.GetBuffer().AsSpan(0, (int)_output.Length);
    }

    public void Dispose()
    {
        _gzip.Dispose();
        _output.Dispose();
    }
}
