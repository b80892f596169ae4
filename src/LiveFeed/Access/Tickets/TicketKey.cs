using System.IO;
using System.Security.Cryptography;
using System.Text;
using LiveFeed.Log;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LiveFeed.Access.Tickets;

/// <summary>
/// The key that signs tickets. It is read, or made, when the first ticket is given or comes: a service without tickets has
/// no file of it. Any thread.
/// </summary>
internal sealed partial class TicketKey(
    IOptions<TicketOptions> options, IOptions<LogOptions> log, ILogger<TicketKey> logger)
{
    private const int Bytes = 32;
    private byte[]? _key; // set once, by Interlocked

    /// <summary>The signature of some bytes.</summary>
    internal byte[] Sign(ReadOnlySpan<byte> bytes) => HMACSHA256.HashData(Key(), bytes);

    // Threads that come first may find the key at the same time. They find the same one: the first file stays.
    private byte[] Key() =>
        Volatile.Read(ref _key) is { } known ? known : Interlocked.CompareExchange(ref _key, Find(), null) ?? _key!;

    private byte[] Find()
    {
        if (options.Value.SigningKey is { } secret)
        {
            return SHA256.HashData(Encoding.UTF8.GetBytes(secret));
        }

        if (log.Value.Provider != LogProvider.Sqlite)
        {
            return RandomNumberGenerator.GetBytes(Bytes);
        }

        var path = $"{Path.GetFullPath(log.Value.Path)}.ticket-key";
        try
        {
            return Read(path) ?? Make(path) ?? throw new IOException("It was removed.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Log.CannotKeep(logger, path, e);
            return RandomNumberGenerator.GetBytes(Bytes);
        }
    }

    private static byte[]? Read(string path) => !File.Exists(path) ? null
        : File.ReadAllBytes(path) is { Length: Bytes } key ? key
        : throw new IOException($"It has not {Bytes} bytes.");

    // Whole or not at all, and for this user only.
    private static byte[]? Make(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var part = $"{path}.{RandomNumberGenerator.GetHexString(8, lowercase: true)}";
        var settings = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            settings.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        try
        {
            using (var file = new FileStream(part, settings))
            {
                file.Write(RandomNumberGenerator.GetBytes(Bytes));
                file.Flush(flushToDisk: true);
            }

            File.Move(part, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            // Another thread was first. Its key counts.
        }
        finally
        {
            File.Delete(part);
        }

        return Read(path);
    }

    private static partial class Log
    {
        [LoggerMessage(
            Level = LogLevel.Warning,
            Message = "The key that signs tickets cannot be kept in {Path}: tickets end when the service stops " +
                "(LiveFeed:Access:Tickets:SigningKey sets one)")]
        internal static partial void CannotKeep(ILogger logger, string path, Exception cause);
    }
}
