using System.Globalization;
using System.IO;
using System.Net;
using System.Net.Sockets;
using LiveFeed.Access;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LiveFeed.Hosting.Listening;

/// <summary>
/// Listens at an address with several sockets. Each has its own queue of new connections. After a restart all clients
/// reconnect at the same moment. A client that finds every queue full retries after one second, then after three.
/// </summary>
internal sealed class MultiSocketTransport(
    IOptions<SocketTransportOptions> options, ConnectionSlots places, TimeProvider time, ILoggerFactory loggers)
    : IConnectionListenerFactory, IConnectionListenerFactorySelector
{
    private const int Places = 16_384; // max new connections that wait, in all queues of an address
    private const int MaxSockets = 16;

    private readonly SocketTransportFactory _sockets = new(options, loggers);
    private readonly ILogger<MultiSocketListener> _logger = loggers.CreateLogger<MultiSocketListener>();

    /// <summary>
    /// How many sockets an IP address has: four with Linux' usual <c>net.core.somaxconn</c> of 4,096, one on other systems.
    /// </summary>
    internal static int Sockets { get; } = Math.Clamp(Places / QueueLength(), 1, MaxSockets);

    // An inherited handle is one socket that cannot be opened again: the server keeps it.
    public bool CanBind(EndPoint endpoint) => endpoint is IPEndPoint or UnixDomainSocketEndPoint;

    /// <exception cref="AddressInUseException">Another process listens there.</exception>
    /// <exception cref="StartRefusedException">The service cannot listen there.</exception>
    public async ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        var listeners = new List<IConnectionListener>();
        try
        {
            var count = endpoint is IPEndPoint ? Sockets : 1;
            if (count > 1)
            {
                ListenSocket.ThrowIfTaken((IPEndPoint)endpoint);
            }

            do
            {
                listeners.Add(await OpenAsync(endpoint, cancellationToken));
                endpoint = listeners[0].EndPoint; // port 0 has become the port of the first socket
            }
            while (listeners.Count < count);
        }
        catch (Exception e)
        {
            foreach (var listener in listeners)
            {
                await listener.DisposeAsync();
            }

            throw e is SocketException
                ? new StartRefusedException($"LiveFeed cannot listen at {endpoint}: {e.Message}.")
                : e;
        }

        return new MultiSocketListener(listeners, OpenAsync, places, time, _logger);
    }

    private ValueTask<IConnectionListener> OpenAsync(EndPoint endpoint, CancellationToken cancellationToken) =>
        _sockets.BindAsync(endpoint, cancellationToken);

    private static int QueueLength()
    {
        const string Setting = "/proc/sys/net/core/somaxconn";
        return OperatingSystem.IsLinux() && File.Exists(Setting) &&
            int.TryParse(File.ReadAllText(Setting), CultureInfo.InvariantCulture, out var length)
            ? Math.Max(1, length)
            : Places;
    }
}
