using StackExchange.Redis;

namespace LiveFeed.Log.Redis;

/// <summary>
/// Why Redis no longer lets this service in, as after a change of its password. The library tells only the first failure of
/// a connection, and that is mostly that it was closed. So while there is none, another one is tried, to hear why. Any
/// thread.
/// </summary>
/// <param name="configuration">The service's own.</param>
internal sealed class RedisRefusal(ConfigurationOptions configuration)
{
    private const string Said = "Redis does not let this service in: ";

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1); // between two tries
    private static readonly string[] Reasons = ["WRONGPASS", "NOAUTH", "NOPERM"];

    private readonly ConfigurationOptions _configuration = WithOneTry(configuration);
    private int _isAsking; // by Interlocked
    private volatile string? _text; // written by who asks, and when there is a connection

    /// <summary>What Redis says; null when it has not refused this service.</summary>
    internal string? Text => _text;

    internal static bool Is(Exception cause) => cause.Message.StartsWith(Said, StringComparison.Ordinal);

    /// <summary>There is a connection.</summary>
    internal void End() => _text = null;

    /// <summary>There is no connection: finds out why. Returns at once.</summary>
    internal void Ask()
    {
        if (Interlocked.Exchange(ref _isAsking, 1) == 0)
        {
            _ = AskAsync();
        }
    }

    private static ConfigurationOptions WithOneTry(ConfigurationOptions configuration)
    {
        var copy = configuration.Clone();
        copy.ConnectRetry = 1; // it is asked again and again
        return copy;
    }

    private async Task AskAsync()
    {
        try
        {
            await using var connection = await RedisConnecting.ConnectAsync(_configuration);
            _text = null;
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            var reason = e.InnerException?.Message ?? "";
            var at = Reasons.Max(one => reason.IndexOf(one, StringComparison.Ordinal)); // the library puts a word before it
            _text = at < 0 ? null : Said + reason[at..];
        }
        finally
        {
            await Task.Delay(Pause, TimeProvider.System);
            Volatile.Write(ref _isAsking, 0);
        }
    }
}
