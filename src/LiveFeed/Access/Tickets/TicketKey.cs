using System.IO;
using System.Security.Cryptography;
using System.Text;
using LiveFeed.Hub.Backplane.Redis;
using LiveFeed.Log;
using LiveFeed.Log.Redis;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LiveFeed.Access.Tickets;

/// <summary>
/// The key that signs tickets. It is read, or made, when the first ticket is given or comes: a service without tickets has
/// no file of it. Nodes with a log on Redis have theirs from there, since the start. Any thread.
/// </summary>
internal sealed partial class TicketKey : IHostedService
{
    private const int Bytes = 32;

    private readonly TicketOptions _options;
    private readonly LogOptions _log;
    private readonly ILogger _logger;
    private readonly SharedTicketKey? _shared;
    private byte[]? _key; // set once, by Interlocked

    public TicketKey(
        IOptions<TicketOptions> options,
        IOptions<LogOptions> log,
        ILogger<TicketKey> logger,
        IEventLog? store = null,
        ClusterNodes? nodes = null)
    {
        (_options, _log, _logger) = (options.Value, log.Value, logger);
        _shared = _options.SigningKey is null && store is RedisEventLog { Server: var server }
            ? new SharedTicketKey(server, MakeRandom)
            : null;
        if (_shared is not null && nodes is not null)
        {
            nodes.Rejoined += _shared.PutBack; // a flush breaks no connection
        }
    }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await (_shared?.FetchAsync() ?? Task.CompletedTask);
        }
        catch (LogUnavailableException e)
        {
            Log.IsNotKnown(_logger, e);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>The signature of some bytes.</summary>
    /// <exception cref="LogUnavailableException">The key is on Redis, and Redis was away since the start.</exception>
    internal byte[] Sign(ReadOnlySpan<byte> bytes) => HMACSHA256.HashData(Key(), bytes);

    // Threads that come first may find the key at the same time. They find the same one: the first file stays.
    private byte[] Key() => _shared is not null ? _shared.Current
        : Volatile.Read(ref _key) is { } known ? known
        : Interlocked.CompareExchange(ref _key, Find(), null) ?? _key!;

    private static byte[] MakeRandom() => RandomNumberGenerator.GetBytes(Bytes);

    private byte[] Find()
    {
        if (_options.SigningKey is { } secret)
        {
            return SHA256.HashData(Encoding.UTF8.GetBytes(secret));
        }

        if (_log.Provider != LogProvider.Sqlite)
        {
            return MakeRandom();
        }

        var path = $"{Path.GetFullPath(_log.Path)}.ticket-key";
        try
        {
            return Read(path) ?? Make(path) ?? throw new IOException("It was removed.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Log.CannotKeep(_logger, path, e);
            return MakeRandom();
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
                file.Write(MakeRandom());
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

        [LoggerMessage(
            Level = LogLevel.Warning,
            Message = "The key that signs tickets cannot be had from Redis: tickets are refused until it can " +
                "(LiveFeed:Access:Tickets:SigningKey sets one)")]
        internal static partial void IsNotKnown(ILogger logger, Exception cause);
    }
}
