using LiveFeed.Log;
using Microsoft.Extensions.Configuration;

namespace LiveFeed.Hosting.Listening;

/// <summary>
/// With the log on Redis, no event waits for a disk: then the threads that wait for sockets, one for each processor, go on
/// with what was waiting, up to its next wait. Requests are read there, and Redis' answers are taken, without a change to a
/// thread of the pool.
/// </summary>
internal static class SocketThreads
{
    private const string Setting = "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS"; // the runtime has no other way to say it

    /// <summary>To be called before there is a socket. It changes nothing for who has set the runtime's variable.</summary>
    internal static void GoOnWithWork(IConfiguration settings)
    {
        var isOnRedis = nameof(LogProvider.Redis)
            .Equals(settings[$"{LogOptions.Section}:{nameof(LogOptions.Provider)}"], StringComparison.OrdinalIgnoreCase);
        if (isOnRedis && Environment.GetEnvironmentVariable(Setting) is null)
        {
            Environment.SetEnvironmentVariable(Setting, "1");
        }
    }
}
