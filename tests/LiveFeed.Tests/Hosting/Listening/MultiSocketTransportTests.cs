using System.Net;
using System.Net.Sockets;
using LiveFeed.Hosting.Listening;
using LiveFeed.Telemetry;
using LiveFeed.Tests.Properties;
using LiveFeed.Tests.Support;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace LiveFeed.Tests.Hosting.Listening;

/// <summary>Several sockets that listen at one address are one to clients and to the server.</summary>
public sealed class MultiSocketTransportTests : IDisposable
{
    private readonly LiveFeedMetrics _metrics = new(new Meters());
    private readonly MultiSocketTransport _transport;

    public MultiSocketTransportTests() => _transport = new MultiSocketTransport(
        Options.Create(new SocketTransportOptions { CreateBoundListenSocket = ListenSocket.Bind }),
        new ConnectionSlots(1_000, TimeProvider.System, _metrics, NullLogger<ConnectionSlots>.Instance),
        TimeProvider.System,
        NullLoggerFactory.Instance);

    public void Dispose() => _metrics.Dispose();

    [Fact]
    public async Task A_client_is_accepted_by_any_of_the_sockets()
    {
        const int Clients = 64;
        await using var listener = await BindAsync(0);
        var clients = new List<TcpClient>();
        var accepted = new HashSet<int>();
        for (var i = 0; i < Clients; i++)
        {
            clients.Add(new TcpClient());
            await clients[^1].ConnectAsync((IPEndPoint)listener.EndPoint, TestContext.Current.CancellationToken);
            await using var connection =
                await listener.AcceptAsync(TestContext.Current.CancellationToken).AsTask().WithinDeadline();
            accepted.Add(Port(connection!.RemoteEndPoint));
        }

        Assert.Equal(clients.Select(client => Port(client.Client.LocalEndPoint)).ToHashSet(), accepted);
        clients.ForEach(client => client.Dispose());
    }

    [Fact]
    public async Task An_address_that_is_taken_is_refused()
    {
        await using var listener = await BindAsync(0);

        await Assert.ThrowsAsync<AddressInUseException>(() => BindAsync(Port(listener.EndPoint)));
    }

    [Fact]
    public async Task After_the_stop_no_connection_is_accepted_and_the_address_is_free()
    {
        var listener = await BindAsync(0);
        var port = Port(listener.EndPoint);
        var accepting = listener.AcceptAsync(TestContext.Current.CancellationToken).AsTask();

        await listener.UnbindAsync(TestContext.Current.CancellationToken);

        Assert.Null(await accepting.WithinDeadline());
        await using var next = await BindAsync(port);
        await listener.DisposeAsync();
    }

    [Fact]
    public async Task Connections_that_nobody_took_are_closed_with_it()
    {
        const int Clients = 16; // more than there are sockets
        var listener = await BindAsync(0);
        var clients = new List<TcpClient>();
        for (var i = 0; i < Clients; i++)
        {
            clients.Add(new TcpClient());
            await clients[^1].ConnectAsync((IPEndPoint)listener.EndPoint, TestContext.Current.CancellationToken);
        }

        await listener.DisposeAsync().AsTask().WithinDeadline();

        foreach (var client in clients)
        {
            Assert.True(await HasEndedAsync(client).WithinDeadline());
            client.Dispose();
        }
    }

    private static async Task<bool> HasEndedAsync(TcpClient client)
    {
        try
        {
            return await client.GetStream().ReadAsync(new byte[1], TestContext.Current.CancellationToken) == 0;
        }
        catch (IOException)
        {
            return true; // reset: it had not been accepted
        }
    }

    private static int Port(EndPoint? endpoint) => ((IPEndPoint)endpoint!).Port;

    private async Task<IConnectionListener> BindAsync(int port) =>
        await _transport.BindAsync(new IPEndPoint(IPAddress.Loopback, port), TestContext.Current.CancellationToken);
}
