using StackExchange.Redis;

namespace LiveFeed.Log.Redis;

/// <summary>Settings under <c>LiveFeed:Log:Redis</c>.</summary>
internal sealed class RedisLogOptions
{
    private const int MaxLength = 128;

    /// <summary>
    /// StackExchange.Redis' configuration string: addresses, user, password, TLS, <c>serviceName</c> for Sentinel. Needed
    /// for <c>Log:Provider=redis</c>.
    /// </summary>
    public string? Configuration { get; set; }

    /// <summary>
    /// The stream's key, and with braces around it the beginning of all other keys. Two services may share a server when
    /// each has a stream of its own. 1 to 128 letters, digits and <c>. - _ :</c>. Default <c>livefeed</c>.
    /// </summary>
    public string Stream { get; set; } = "livefeed";

    /// <summary>
    /// Replicas that must have an event before its producer is answered (<c>WAIT</c>): 0 to 10. Default 0: a failover may
    /// lose what only the failed server had, and tells those who had it.
    /// </summary>
    public int Replicas { get; set; }

    /// <summary>What is wrong with them; null when nothing is.</summary>
    internal string? Fault(string key)
    {
        if (string.IsNullOrWhiteSpace(Configuration))
        {
            return $"{key}:Configuration must be a StackExchange.Redis configuration string, such as 'localhost:6379'";
        }

        if (Stream.Length is 0 or > MaxLength || !Stream.All(c => char.IsAsciiLetterOrDigit(c) || ".-_:".Contains(c)))
        {
            return $"{key}:Stream is '{Stream}', but must be 1 to {MaxLength} letters, digits and . - _ :";
        }

        if (Replicas is < 0 or > 10)
        {
            return $"{key}:Replicas is {Replicas}, but must be between 0 and 10";
        }

        try
        {
            return ConfigurationOptions.Parse(Configuration).EndPoints.Count == 0
                ? $"{key}:Configuration names no server, such as 'localhost:6379'"
                : null;
        }
        catch (ArgumentException e)
        {
            // Not the text itself: it may have a password.
            return $"{key}:Configuration is no StackExchange.Redis configuration string: {e.Message}";
        }
    }
}
