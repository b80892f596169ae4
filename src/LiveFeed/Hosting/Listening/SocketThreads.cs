using System.Reflection;
using LiveFeed.Access;
using LiveFeed.Access.Authentication;
using LiveFeed.Log;
using LiveFeed.Log.Redis;
using LiveFeed.Scheduling;
using Microsoft.Extensions.Configuration;
using StackExchange.Redis;

namespace LiveFeed.Hosting.Listening;

/// <summary>
/// With the log on Redis, no event waits for a disk. Then the threads that wait for sockets, one for each processor, also
/// go on with the work, up to its next wait. A request is read there, and Redis' answers are taken, without a change to a
/// thread of the pool. <see cref="FairInput"/> and long work keep any client from holding such a thread. Not when the
/// service connects to others over TLS: .NET checks their certificates on the thread that read them, and may wait there for
/// a download, which needs that thread.
/// </summary>
internal static class SocketThreads
{
    private const string Setting = "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS"; // the runtime has no other way to say it

    // The variable counts for a whole process and those that it starts, so this process must be the service's own.
    private static bool IsOwnProcess => Assembly.GetEntryAssembly() == typeof(SocketThreads).Assembly;

    /// <summary>Call it before there is a socket. A variable that the operator has set stays as it is.</summary>
    internal static void GoOnWithWork(IConfiguration settings)
    {
        if (IsOwnProcess && IsOnRedis(settings) && !ChecksCertificates(settings) &&
            Environment.GetEnvironmentVariable(Setting) is null)
        {
            Environment.SetEnvironmentVariable(Setting, "1");
        }
    }

    private static bool IsOnRedis(IConfiguration settings) => nameof(LogProvider.Redis).Equals(
        settings[$"{LogOptions.Section}:{nameof(LogOptions.Provider)}"], StringComparison.OrdinalIgnoreCase);

    private static bool ChecksCertificates(IConfiguration settings)
    {
        var redis = $"{LogOptions.Section}:{nameof(LogOptions.Redis)}:{nameof(RedisLogOptions.Configuration)}";
        string[] urls =
        [
            $"{AccessOptions.Section}:{nameof(AccessOptions.Jwt)}:{nameof(JwtOptions.Authority)}",
            .. Observability.OtlpEndpoints,
        ];
        return IsOverTls(settings[redis]) ||
            urls.Any(name => settings[name]?.StartsWith("https:", StringComparison.OrdinalIgnoreCase) == true);
    }

    private static bool IsOverTls(string? redis)
    {
        try
        {
            return ConfigurationOptions.Parse(redis ?? "").Ssl;
        }
        catch (Exception e) when (e is ArgumentException or FormatException)
        {
            return false; // the service does not start with it
        }
    }
}
