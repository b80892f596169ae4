using System.Runtime.InteropServices;

namespace LiveFeed.Bodies;

/// <summary>
/// The zlib that comes with .NET. The streams of .NET are of no use here: they do not tell a real end from data that is cut
/// off, and they ignore what follows. Numbers as in <c>zlib.h</c>.
/// </summary>
internal static partial class ZLibNative
{
    internal const int Ok = 0;
    internal const int StreamEnd = 1;
    internal const int NoProgress = -5; // Z_BUF_ERROR: it has no input, or no room for output
    internal const int NoFlush = 0;

    private const string Library = "libSystem.IO.Compression.Native";

    [LibraryImport(Library, EntryPoint = "CompressionNative_InflateInit2_")]
    internal static partial int Begin(ref ZLibState stream, int format);

    [LibraryImport(Library, EntryPoint = "CompressionNative_Inflate")]
    internal static partial int Inflate(ref ZLibState stream, int flush);

    [LibraryImport(Library, EntryPoint = "CompressionNative_InflateReset2_")]
    internal static partial int Reset(ref ZLibState stream, int format);

    [LibraryImport(Library, EntryPoint = "CompressionNative_InflateEnd")]
    internal static partial int End(ref ZLibState stream);
}
