using LiveFeed.Clients;
using LiveFeed.Clients.Direct;
using LiveFeed.Events;
using LiveFeed.Events.Rooms;
using LiveFeed.Frames;
using LiveFeed.Streaming.Output;

namespace LiveFeed.Streaming.SocketIo.Feed;

/// <summary>
/// Where the frames of a client go whose state can be recovered. Each event that it is sent ends with the position that it
/// has reached: its own one, or that of the last event before it. So nothing goes past this object, not even the hub's
/// direct writes.
/// </summary>
/// <param name="connection">Where they go on.</param>
/// <param name="form">Knows which rooms the client is in.</param>
/// <param name="start">The position at which its stream begins.</param>
internal sealed class OffsetOutput(IClientOutput connection, ClientForm form, Position start) : IClientOutput
{
    private string _reached = start.ToString(); // the pump's only

    /// <summary>Whether an event was meant for the client at all; null for all. Set before the first frame.</summary>
    internal Func<EventFrame, bool>? Wants { get; init; }

    /// <summary>The client's member id: of its own joins and leaves it is not told.</summary>
    internal required string MemberId { get; init; }

    /// <summary>Called with what was added to the client's topics. Set before the first frame; must not block.</summary>
    internal Func<SubscribedFrame, bool>? Subscribed { get; init; }

    public DirectWrite? Direct => null;

    public IPeer? Peer => connection.Peer;

    public long BufferedBytes => connection.BufferedBytes;

    public bool HasRest => connection.HasRest;

    public int Write(Frame frame)
    {
        switch (frame)
        {
            case EventFrame { Position: { } at } e:
                _reached = at.ToString();
                return Wants?.Invoke(e) == false || IsOwnMembership(e) ? 0 : connection.Write(e);
            case BatchFrame batch:
                return batch.ToArray().Sum(Write);
            case EventFrame e:
                return connection.Write(new OffsetFrame(e, _reached, IsOfRoom(e)));
            case BackfillFrame old:
                return connection.Write(new OffsetFrame(old, _reached, IsOfRoom(old.Event)));
            case SubscribedFrame subscribed when Subscribed?.Invoke(subscribed) == true:
                return 0;
            case HeartbeatFrame heartbeat:
                _reached = heartbeat.Position.ToString();
                break;
        }

        return connection.Write(new OffsetFrame(frame, _reached, isOfRoom: false));
    }

    public ValueTask<bool> FlushAsync(CancellationToken cutOff) => connection.FlushAsync(cutOff);

    public void Waits() => connection.Waits();

    public void Abort() => connection.Abort();

    // It joins again when it is back.
    private bool IsOwnMembership(EventFrame e) =>
        IsOfRoom(e) && MembershipChange.Read(e.Event)?.Of.MemberId == MemberId;

    private bool IsOfRoom(EventFrame e) => e.Event.Topic is { } topic && form.Rooms.Contains(topic);
}
