using System.Collections.Frozen;
using LiveFeed.Clients;
using LiveFeed.Clients.Direct;
using LiveFeed.Events;
using LiveFeed.Frames;
using LiveFeed.Streaming.Output;
using LiveFeed.Streaming.WebSockets.Framing;

namespace LiveFeed.Streaming.WebSockets;

/// <summary>
/// Writes messages to a connection. For a client that wants batches, events that are read from the log one by one and leave
/// together become one message, as those of a flush window are.
/// </summary>
internal sealed class WebSocketOutput(IEncodedOutput connection, IPeer peer, bool deflates) : IClientOutput
{
    // Small enough that a client on a poor network gets on with each one.
    private const int BatchBytes = 16 << 10;

    private static readonly CloseFrame StalledClose = new(
        new WebSocketClose(WebSocketClose.Stalled, "it took nothing, or answered no ping, for too long"));

    private volatile bool _batches;
    private FrozenSet<TopicName> _rooms = [];
    private BatchFrame? _batch; // of this client alone

    public DirectWrite? Direct => connection.Direct;

    public IPeer? Peer => peer;

    public long BufferedBytes => connection.BufferedBytes;

    public bool HasRest => connection.HasRest;

    /// <summary>
    /// From the next turn of the pump on, events that leave together are one message or several. Any thread; the client must
    /// then be nudged.
    /// </summary>
    internal bool Batches
    {
        get => _batches;
        set
        {
            _batches = value;
            SetEncoder();
        }
    }

    /// <summary>
    /// The topics of the rooms that the client is in: it gets their events as room messages, from its next turn on.
    /// </summary>
    internal FrozenSet<TopicName> Rooms
    {
        get => _rooms;
        set
        {
            _rooms = value;
            SetEncoder();
        }
    }

    public int Write(Frame frame)
    {
        var one = frame is BackfillFrame backfill ? backfill.Event : frame as EventFrame;
        if (!_batches || one is null)
        {
            return Spill() + connection.Write(frame);
        }

        _batch = _batch?.With(one) ?? BatchFrame.Of(one);
        return _batch.WireBytes < BatchBytes ? one.WireBytes : Spill();
    }

    public ValueTask<bool> FlushAsync(CancellationToken cutOff)
    {
        Spill();
        return connection.FlushAsync(cutOff);
    }

    public void Abort() => connection.Abort();

    // A machine may take bytes although its program answers no ping. What the kernel does not take now is lost.
    public void CutOff(DisconnectReason because)
    {
        if (because == DisconnectReason.Stalled && connection.Direct is not null)
        {
            connection.Write(StalledClose);
            _ = connection.FlushAsync(new CancellationToken(canceled: true)).AsTask();
        }

        Abort();
    }

    private void SetEncoder()
    {
        var events = WebSocketEncoder.Of(_batches, deflates);
        connection.Encoder = _rooms.Count == 0
            ? events
            : new MemberEncoder(events, WebSocketEncoder.OfRooms(deflates), _rooms);
    }

    private int Spill()
    {
        if (_batch is not { } batch)
        {
            return 0;
        }

        _batch = null;
        batch.ForgetEncoded();
        return connection.Write(batch.Events == 1 ? batch.Last : batch);
    }
}
