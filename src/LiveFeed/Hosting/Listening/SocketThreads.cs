using LiveFeed.Log;
using LiveFeed.Scheduling;
using Microsoft.Extensions.Configuration;

namespace LiveFeed.Hosting.Listening;

/// <summary>
/// With the log on Redis, no event waits for a disk. Then the threads that wait for sockets, one for each processor, also
/// go on with the work, up to its next wait. A request is read there, and Redis' answers are taken, without a change to a
/// thread of the pool. <see cref="FairInput"/> and long work keep any client from holding such a thread.
/// </summary>
internal static class SocketThreads
{
    private const string Setting = "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS"; // the runtime has no other way to say it

    /// <summary>Call it before there is a socket. A variable that the operator has set stays as it is.</summary>
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
