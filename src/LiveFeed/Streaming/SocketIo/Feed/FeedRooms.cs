using System.Collections.Frozen;
using System.Collections.Immutable;
using LiveFeed.Access.Limits;
using LiveFeed.Clients;
using LiveFeed.Clients.Subscribing;
using LiveFeed.Events;
using LiveFeed.Events.Rooms;
using LiveFeed.Http;
using LiveFeed.Refusals;
using LiveFeed.Rooms;
using LiveFeed.Streaming.SocketIo.Packets;

namespace LiveFeed.Streaming.SocketIo.Feed;

/// <summary>
/// Does what one client asks for in rooms. What it sends goes to the room that it has been in for the longest time: its
/// first one.
/// </summary>
internal sealed class FeedRooms(FeedServices services, FeedClient client, ClientForm form)
{
    private static readonly FeedProblem NotThere = FeedProblem.At(
        ProblemKind.NotFound, "/to", "nobody of this id is connected in the room");

    // In the order of joining. Written by the task that reads its messages, read by any.
    private ImmutableArray<JoinedRoom> _rooms = [];

    /// <summary>Called when it has joined a room or left this one, before it is answered.</summary>
    internal Func<JoinedRoom?, ValueTask>? Changed { get; set; }

    /// <summary>Where it is, the first one first.</summary>
    internal ImmutableArray<JoinedRoom> Joined => _rooms;

    internal async ValueTask<FeedAnswer?> HandleAsync(SocketPacket packet, FeedStanding standing) => packet.Name switch
    {
        "join-room" => await JoinAsync(packet, standing),
        "leave-room" => await LeaveAsync(packet, standing),
        FeedEvent.DefaultName => await SendAsync(packet, standing),
        RoomTopics.Typing => await SendEphemeralAsync(RoomEventWriter.Typing(packet), packet.Name, standing),
        RoomTopics.Signal => await SignalAsync(packet, standing),
        _ when form.Relays(packet.Name) =>
            await SendEphemeralAsync(RoomEventWriter.Relayed(packet), packet.Name, standing),
        _ => null,
    };

    /// <summary>It is in these rooms again, and follows them.</summary>
    /// <param name="rooms">The first one first.</param>
    /// <param name="asked">The topics that it has subscribed to.</param>
    internal void Restore(IEnumerable<JoinedRoom> rooms, IEnumerable<TopicPattern> asked)
    {
        BeIn([.. rooms]);
        client.Changes.BeInRooms([.. _rooms.SelectMany(one => one.Room.Patterns)], asked);
    }

    /// <summary>It leaves all rooms because it says so.</summary>
    internal async ValueTask LeaveAllAsync()
    {
        foreach (var one in _rooms)
        {
            await services.Rooms.LeaveAsync(client, one.Room, CancellationToken.None);
        }

        _rooms = [];
    }

    private async ValueTask<FeedAnswer> JoinAsync(SocketPacket packet, FeedStanding standing)
    {
        if (RoomOf(packet, out var wrong) is not { } room)
        {
            return FeedAnswer.Refused(wrong!);
        }

        var user = new RoomUser(client.MemberId, Username: null);
        var entry = await services.Rooms.JoinAsync(client, standing.Caller, standing.Session, room, user, client.CutOff);
        if (entry.Refusal is { } refusal)
        {
            return FeedAnswer.Refused(refusal);
        }

        var isNew = !_rooms.Any(one => one.Room == room);
        if (isNew)
        {
            BeIn(_rooms.Add(new JoinedRoom(room, entry.After)));
        }

        var addition = new SubscriptionAddition { Topics = room.Patterns, After = entry.After, IsOfRoom = true };
        var follows = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (services.Hub.ChangeSubscription(client, [addition], [], done: follows) == SubscribeOutcome.TooManyChanges)
        {
            await (isNew ? LeaveAsync(room) : default); // who was in stays in
            return FeedAnswer.Refused(SubscribeRefusals.TooManyChanges);
        }

        if (isNew)
        {
            await ChangedAsync(left: null);
        }

        return FeedAnswer.Of(json => json.WriteString("room"u8, form.Namespace.NameOf(room))) with { After = follows.Task };
    }

    private async ValueTask<FeedAnswer> LeaveAsync(SocketPacket packet, FeedStanding standing)
    {
        if (RoomOf(packet, out var wrong) is not { } room)
        {
            return FeedAnswer.Refused(wrong!);
        }

        if (Changed is not null && _rooms.Any(one => one.Room == room) &&
            await standing.SpentAsync(client.CutOff) is { } spent)
        {
            return FeedAnswer.Refused(spent);
        }

        await LeaveAsync(room);
        return FeedAnswer.Done;
    }

    private async ValueTask LeaveAsync(RoomName room)
    {
        foreach (var left in _rooms.Where(one => one.Room == room))
        {
            client.LeaveRoom(room.Patterns);
            BeIn(_rooms.Remove(left));
            await services.Rooms.LeaveAsync(client, room, CancellationToken.None);
            await ChangedAsync(left);
        }
    }

    private async ValueTask<FeedAnswer> SendAsync(SocketPacket packet, FeedStanding standing)
    {
        if (_rooms.Length == 0)
        {
            return FeedAnswer.NoRoom;
        }

        return RoomEventWriter.Message(packet) is { } data
            ? await PublishAsync([Event(_rooms[0].Room, packet.Name, data)], standing)
            : FeedAnswer.Refused(RoomEventWriter.NoText);
    }

    // To the others.
    private async ValueTask<FeedAnswer> SendEphemeralAsync(RoomEventWriter? data, string name, FeedStanding standing)
    {
        if (_rooms.Length == 0 || services.Rooms.MemberOf(client, _rooms[0].Room) is not { } member)
        {
            return FeedAnswer.NoRoom;
        }

        if (data is null)
        {
            return FeedAnswer.Refused(RoomEventWriter.NoText);
        }

        var e = Event(_rooms[0].Room, name, data.Signed(member, client.MemberId, services.Time.GetUtcNow()));
        return await PublishAsync([e with { Ephemeral = true, Except = [client.MemberId] }], standing);
    }

    private async ValueTask<FeedAnswer> SignalAsync(SocketPacket packet, FeedStanding standing)
    {
        var (signal, to, named) = RoomEventWriter.Signal(packet);
        if (signal is null || to is null)
        {
            return FeedAnswer.Refused(Refusal.At(
                RefusalKind.Invalid, "/to", "is required: the userId of a member, its user, or its memberId"));
        }

        if (!form.Namespace.TryRoom(named, out var room, out var error))
        {
            return FeedAnswer.Refused(Refusal.At(RefusalKind.Invalid, "/room", error));
        }

        room = named is null && _rooms.Length > 0 ? _rooms[0].Room : room;
        if (services.Rooms.MemberOf(client, room) is not { } member)
        {
            return FeedAnswer.NoRoom;
        }

        var target = await services.Rooms.FindAsync(room, to, client.CutOff);
        var data = signal.Signed(member, client.MemberId, services.Time.GetUtcNow());
        FeedEvent[] events = [.. (target?.MemberIds ?? []).Where(id => id != client.MemberId).Select(
            id => Event(room, packet.Name, data) with { Ephemeral = true, To = new EventTarget { Client = id } })];
        return events.Length == 0 ? FeedAnswer.Refused(NotThere) : await PublishAsync(events, standing);
    }

    private async ValueTask<FeedAnswer> PublishAsync(IReadOnlyList<FeedEvent> events, FeedStanding standing) =>
        FeedAnswer.Of((await standing.Session.PublishAllAsync(events, answersFirst: false, client.CutOff)).Refusal);

    private FeedEvent Event(RoomName room, string name, byte[] data) => new()
    {
        Topic = room.Topic,
        Name = name,
        Data = EventData.Json(data),
        Time = services.Time.GetUtcNow(),
    };

    private RoomName? RoomOf(SocketPacket packet, out Refusal? refusal)
    {
        var given = packet.Arguments.At(0);
        var name = FeedArguments.TextOf(given);
        var isGiven = given is { } json && !json.Span.SequenceEqual("null"u8);
        var error = isGiven && name is null ? "must be a string" : "";
        refusal = null;
        if (error.Length == 0 && form.Namespace.TryRoom(name, out var room, out error))
        {
            return room;
        }

        refusal = Refusal.At(RefusalKind.Invalid, "/room", error);
        return null;
    }

    private ValueTask ChangedAsync(JoinedRoom? left) => Changed?.Invoke(left) ?? ValueTask.CompletedTask;

    private void BeIn(ImmutableArray<JoinedRoom> rooms)
    {
        _rooms = rooms;
        form.Rooms = _rooms.SelectMany(one => (TopicName[])[one.Room.Topic, one.Room.MembersTopic]).ToFrozenSet();
        client.Nudge(); // what comes next is in that form
    }
}
