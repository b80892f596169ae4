using StackExchange.Redis;

namespace LiveFeed.Log.Redis;

/// <summary>
/// Connects to Redis within a time. The library has a limit of its own, but it does not end every try: of some with a wrong
/// password nothing is heard again.
/// </summary>
internal static class RedisConnecting
{
    /// <param name="configuration">Where to and how. Its own limits are kept.</param>
    /// <exception cref="RedisException">Redis cannot be reached, or refuses.</exception>
    /// <exception cref="TimeoutException">Neither is known within the time.</exception>
    internal static async Task<ConnectionMultiplexer> ConnectAsync(ConfigurationOptions configuration)
    {
        var connecting = ConnectionMultiplexer.ConnectAsync(configuration);
        try
        {
            return await connecting.WaitAsync(PatienceWith(configuration), TimeProvider.System);
        }
        catch (TimeoutException)
        {
            _ = EndAsync(connecting);
            throw;
        }
    }

    // Twice what the library waits for a server: it may ask a Sentinel before.
    private static TimeSpan PatienceWith(ConfigurationOptions configuration) =>
        2 * Math.Max(1, configuration.ConnectRetry) * TimeSpan.FromMilliseconds(configuration.ConnectTimeout);

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
