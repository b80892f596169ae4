using System.IO.Pipelines;
using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;

namespace LiveFeed.Hosting.Listening;

/// <summary>
/// A connection that holds one of the <see cref="ConnectionSlots"/> until it is closed. Also a feature of the connection.
/// </summary>
internal sealed class SlotConnection : ConnectionContext
{
    private const int RequestsInTurn = 8;

    private readonly ConnectionContext _connection;
    private readonly ConnectionSlots _places;
    private int _asked; // requests; by Interlocked, as those of HTTP/2 run beside each other

    internal SlotConnection(ConnectionContext connection, ConnectionSlots places)
    {
        (_connection, _places) = (connection, places);
        connection.Features.Set(this);
    }

    public override string ConnectionId
    {
        get => _connection.ConnectionId;
        set => _connection.ConnectionId = value;
    }

    public override IFeatureCollection Features => _connection.Features;

    public override IDictionary<object, object?> Items
    {
        get => _connection.Items;
        set => _connection.Items = value;
    }

    public override IDuplexPipe Transport
    {
        get => _connection.Transport;
        set => _connection.Transport = value;
    }

    public override CancellationToken ConnectionClosed
    {
        get => _connection.ConnectionClosed;
        set => _connection.ConnectionClosed = value;
    }

    public override EndPoint? LocalEndPoint
    {
        get => _connection.LocalEndPoint;
        set => _connection.LocalEndPoint = value;
    }

    public override EndPoint? RemoteEndPoint
    {
        get => _connection.RemoteEndPoint;
        set => _connection.RemoteEndPoint = value;
    }

    // All of these are guarded by the lock of the slots.
    internal IdleConnections? Idle { get; set; }

    internal SlotConnection? Before { get; set; }

    internal SlotConnection? After { get; set; }

    internal long IdleSince { get; set; }

    internal int Requests { get; set; }

    internal bool IsEnding { get; set; }

    internal bool HasLeft { get; set; }

    /// <summary>
    /// Call it before a request is served. False when the request must not be served, because its connection is being ended.
    /// </summary>
    internal bool TryBegin() => _places.TryBegin(this);

    /// <summary>Call it for each request over TLS. True when all other work goes first.</summary>
    internal bool IsTurnOver() => Interlocked.Increment(ref _asked) % RequestsInTurn == 0;

    /// <summary>Call it when the request has been served.</summary>
    internal void EndRequest() => _places.EndRequest(this);

    /// <summary>Ends it to make room for another connection; it has no request.</summary>
    internal void End() => Abort(new ConnectionAbortedException("The connection had no request, and its place was needed."));

    public override void Abort() => _connection.Abort();

    public override void Abort(ConnectionAbortedException abortReason) => _connection.Abort(abortReason);

    public override async ValueTask DisposeAsync()
    {
        try
        {
            await _connection.DisposeAsync();
            await base.DisposeAsync();
        }
        finally
        {
            _places.Leave(this);
        }
    }
}
