using LiveFeed.Access.Limits;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LiveFeed.Hosting.Listening;

/// <summary>
/// How many connections there may be: as many as are configured, and as file descriptors allow. There are always more of
/// them than places for clients, so that a client that finds no place can be told so.
/// </summary>
/// <param name="descriptors">How many file descriptors the process may have.</param>
internal sealed partial class ConnectionCapacity(long descriptors) : IPostConfigureOptions<LimitsOptions>
{
    // Room for producers and readers beside the clients, when nothing else is configured.
    private const int LeastOthers = 10_000;

    private readonly int _room = Descriptors.Room(descriptors);
    private int _wanted; // configured clients, set when fewer fit; written when the options are made, before any use of them

    /// <summary>Places for all connections.</summary>
    internal int Places(LimitsOptions limits) => (int)Math.Min(
        _room, limits.TcpConnections > 0 ? limits.TcpConnections : limits.Connections + Math.Max(
            LeastOthers, limits.Connections / 2L));

    /// <summary>Clients that are configured, whether or not they fit.</summary>
    internal int Configured(LimitsOptions limits) => _wanted > 0 ? _wanted : limits.Connections;

    // Allows as many clients as fit: the others are told to reconnect instead of being cut off.
    public void PostConfigure(string? name, LimitsOptions options)
    {
        var most = _room - Math.Max(4, _room / 16);
        if (options.Connections > most)
        {
            (_wanted, options.Connections) = (options.Connections, most);
        }
    }

    /// <summary>
    /// Logs, after the start, that not all configured clients fit. It warns only about a number that somebody chose.
    /// </summary>
    internal void Tell(LimitsOptions limits, ILogger<ConnectionCapacity> logger)
    {
        if (_wanted > 0)
        {
            var level = _wanted == LimitsOptions.DefaultConnections ? LogLevel.Information : LogLevel.Warning;
            Log.TooFew(logger, level, descriptors, limits.Connections, _wanted);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            Message = "The limit of {Descriptors} file descriptors leaves room for {Clients} clients, not for {Wanted} " +
                "(LiveFeed:Limits:Connections)")]
        internal static partial void TooFew(ILogger logger, LogLevel level, long descriptors, int clients, int wanted);
    }
}
