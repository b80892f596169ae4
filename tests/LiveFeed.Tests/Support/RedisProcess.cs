using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using StackExchange.Redis;

namespace LiveFeed.Tests.Support;

/// <summary>A redis-server of its own, that can be killed; on a port that stays the same over restarts.</summary>
internal sealed class RedisProcess : IAsyncDisposable
{
    private readonly HeldPort _port = new();
    private readonly TempFolder _folder = new();
    private readonly string _login;
    private readonly string[] _settings;
    private ChildProcess _process;
    private ConnectionMultiplexer? _connection;

    private RedisProcess(string login, string[] settings)
    {
        (_login, _settings) = (login, settings);
        _process = Launch([]);
    }

    internal int Port => _port.Number;

    internal int Id => _process.Id;

    internal bool HasExited => _process.HasExited;

    internal string Endpoint => $"127.0.0.1:{Port}";

    /// <summary>
    /// What <c>LiveFeed:Log:Redis:Configuration</c> takes. A node that has no processor for some seconds has not lost its
    /// Redis.
    /// </summary>
    internal string Configuration => $"{Endpoint},connectTimeout=30000,asyncTimeout=30000,syncTimeout=30000";

    /// <summary>A connection of the test, with the rights of an administrator.</summary>
    internal IDatabase Database => Connection.GetDatabase();

    internal IServer Server => Connection.GetServer(Endpoint);

    private ConnectionMultiplexer Connection => _connection!;

    /// <summary>Starts one and waits until it answers.</summary>
    /// <param name="settings">As on its command line: <c>--appendonly yes</c>.</param>
    internal static Task<RedisProcess> StartAsync(params string[] settings) => StartAsync("", settings);

    /// <param name="login">How the test logs in: <c>user=…,password=…</c>.</param>
    /// <param name="settings">As on its command line.</param>
    internal static async Task<RedisProcess> StartAsync(string login, string[] settings)
    {
        var redis = new RedisProcess(login, settings);
        try
        {
            await redis.UntilReadyAsync();
            return redis;
        }
        catch
        {
            await redis.DisposeAsync();
            throw;
        }
    }

    /// <summary>What its folder has now, to be what a crash leaves of it.</summary>
    internal FolderCopy Copy() => new(_folder.Path);

    /// <summary>
    /// Cuts its append-only file within a write of the last transaction, as a kill in the middle of a write leaves it.
    /// </summary>
    /// <param name="command">The transaction's command: XADD.</param>
    /// <param name="whole">How many of these stay whole.</param>
    internal void TearFile(string command, int whole)
    {
        var file = Directory.GetFiles(Path.Combine(_folder.Path, "appendonlydir"), "*.incr.aof").Single();
        var bytes = File.ReadAllBytes(file).AsSpan();
        var at = bytes.LastIndexOf("MULTI"u8);
        for (var i = 0; i <= whole; i++)
        {
            at += bytes[(at + 1)..].IndexOf(Encoding.ASCII.GetBytes(command)) + 1;
        }

        File.WriteAllBytes(file, bytes[..(at + 1)]);
    }

    /// <summary>SIGKILL: nothing is flushed.</summary>
    internal void Kill() => _process.Kill();

    internal Task SignalAsync(string name) => _process.SignalAsync(name);

    /// <summary>Starts it again once it has ended, with what is on its disk.</summary>
    internal Task RestartAsync(params string[] settings)
    {
        _process.Dispose();
        _process = Launch(settings);
        return UntilReadyAsync();
    }

    /// <summary>A field of <c>INFO</c>; empty while it does not answer, as when it becomes another's replica.</summary>
    internal async Task<string> InfoAsync(string field)
    {
        try
        {
            var fields = (await Server.InfoAsync()).SelectMany(group => group);
            return fields.FirstOrDefault(pair => pair.Key == field).Value ?? "";
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            return "";
        }
    }

    /// <summary>How many scripts it was asked to run, with those that it refused.</summary>
    internal async Task<int> CountScriptsAsync()
    {
        var calls = (await Server.InfoAsync("commandstats"))
            .SelectMany(group => group)
            .Where(pair => pair.Key.StartsWith("cmdstat_eval", StringComparison.Ordinal))
            .SelectMany(pair => pair.Value.Split(',')) // calls=1,usec=2,usec_per_call=2.00,rejected_calls=0,…
            .Select(part => part.Split('='))
            .Where(part => part[0] is "calls" or "rejected_calls");
        return calls.Sum(part => int.Parse(part[1], CultureInfo.InvariantCulture));
    }

    /// <summary>Deletes all keys of a service.</summary>
    internal async Task DeleteAsync(string stream)
    {
        RedisKey[] keys = [.. Server.Keys(pattern: $"{{{stream}}}:*"), stream];
        await Database.KeyDeleteAsync(keys);
    }

    public async ValueTask DisposeAsync()
    {
        if (_connection is not null)
        {
            await _connection.DisposeAsync();
        }

        _process.Dispose();
        _port.Dispose();
        _folder.Dispose();
    }

    private async Task UntilReadyAsync()
    {
        if (_connection is null)
        {
            // The library tries again only after a second.
            await Deadline.UntilAsync(IsListeningAsync, $"redis-server listens: {_process.Output}");
            var configuration = ConfigurationOptions.Parse($"{Configuration},{_login},allowAdmin=true,abortConnect=false");
            configuration.ReconnectRetryPolicy = new LinearRetry(20);
            _connection = await ConnectionMultiplexer.ConnectAsync(configuration);
        }

        await Deadline.UntilAsync(
            async () =>
            {
                try
                {
                    return !_process.HasExited && await Database.PingAsync() > TimeSpan.Zero;
                }
                catch (Exception e) when (e is RedisException or TimeoutException)
                {
                    return false;
                }
            },
            $"redis-server answers: {_process.Output}");
    }

    private async Task<bool> IsListeningAsync()
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, Port);
            return true;
        }
        catch (SocketException) when (!_process.HasExited)
        {
            return false;
        }
    }

    private ChildProcess Launch(string[] settings) => new(new ProcessStartInfo(
        "redis-server",
        [
            "--port", Port.ToString(CultureInfo.InvariantCulture), "--bind", "127.0.0.1", "--dir", _folder.Path,
            "--save", "",
            .. _settings, .. settings,
        ]));
}
