using StackExchange.Redis;

namespace LiveFeed.Log.Redis;

/// <summary>
/// Connects to Redis within a time. The library has a limit of its own, but it does not end every try: of some with a wrong
/// password nothing is heard again.
/// </summary>
internal static class RedisConnecting
{
    /// <param name="configuration">Where to and how.</param>
    /// <param name="patience">The max time, longer than the library's own.</param>
    /// <exception cref="RedisException">Redis cannot be reached, or refuses.</exception>
    /// <exception cref="TimeoutException">Neither is known within the time.</exception>
    internal static async Task<ConnectionMultiplexer> ConnectAsync(ConfigurationOptions configuration, TimeSpan patience)
    {
        var connecting = ConnectionMultiplexer.ConnectAsync(configuration);
        try
        {
            return await connecting.WaitAsync(patience, TimeProvider.System);
        }
        catch (TimeoutException)
        {
            _ = EndAsync(connecting);
            throw;
        }
    }

    // Should it connect later, nobody uses it.
    private static async Task EndAsync(Task<ConnectionMultiplexer> connecting)
    {
        try
        {
            await using var connection = await connecting;
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            // There is none.
        }
    }
}
