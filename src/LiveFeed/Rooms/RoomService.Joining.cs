using LiveFeed.Access.Authorization;
using LiveFeed.Access.Limits;
using LiveFeed.Clients;
using LiveFeed.Events;
using LiveFeed.Frames;
using LiveFeed.Publishing;
using LiveFeed.Refusals;

namespace LiveFeed.Rooms;

/// <summary>Who comes into a room.</summary>
internal sealed partial class RoomService
{
    /// <summary>
    /// Brings a connection into a room. Checks the right to follow the room, the names and the number of rooms, and counts
    /// as one publish. The others are told when the user was not in. A connection that is in already is answered as a
    /// newcomer; refused, it stays in as who it was, unless the log does not take the join of somebody else.
    /// </summary>
    /// <param name="client">The connection. When it ends, it is out.</param>
    /// <param name="caller">Its credentials: a token's user counts before <paramref name="user"/>.</param>
    /// <param name="session">Whose rate counts, and who counts a refusal.</param>
    /// <param name="room">The room.</param>
    /// <param name="user">Who it says it is.</param>
    /// <param name="cancellationToken">Ends the wait for the rate.</param>
    internal async ValueTask<RoomEntry> JoinAsync(
        FeedClient client,
        Caller caller,
        PublishSession session,
        RoomName room,
        RoomUser user,
        CancellationToken cancellationToken)
    {
        var head = _log.Head;
        var (who, refusal) = user.As(caller);
        refusal = MayEnter(caller, room) ?? refusal ?? await session.Allowance.TakeAsync(1, cancellationToken);
        if (refusal is not null || Enter(client, room, who, out var wasIn, out refusal) is not { } presence)
        {
            return Refused(session.Counted(refusal!));
        }

        // A client that has left the hub is told of no more, see Changed. One that leaves later is.
        if (_hub.Find(client.Id) != client)
        {
            Lost(client);
        }

        if (await SettleOrWithdrawAsync(client, presence, wasIn) is { } unsettled)
        {
            return Refused(unsettled);
        }

        var join = MembershipEvents.Make(presence, client.MemberId, isJoin: true, isForAll: true, _time.GetUtcNow());
        lock (_lock)
        {
            return new RoomEntry(null, join, _log.Epochs.PositionOf(_log.Head)) { IsNew = presence.Sequence > head };
        }
    }

    /// <summary>
    /// Brings a connection into several rooms. Where the user is in by another one, the log has no join for this one.
    /// </summary>
    /// <param name="client">The connection.</param>
    /// <param name="caller">Its credentials.</param>
    /// <param name="sender">Whose rate counts.</param>
    /// <param name="rooms">The rooms.</param>
    /// <param name="user">Who it says it is.</param>
    /// <param name="tellsJoins">It is told that it has joined also when the log has no join for it.</param>
    /// <param name="cancellationToken">Ends the wait for the rate.</param>
    /// <exception cref="PublishRefusedException">It may not join one of them, or cannot now.</exception>
    internal async ValueTask JoinAllAsync(
        FeedClient client,
        Caller caller,
        Sender sender,
        IReadOnlyList<RoomName> rooms,
        RoomUser user,
        bool tellsJoins,
        CancellationToken cancellationToken)
    {
        var session = BeginSession(client, caller, sender);
        foreach (var room in rooms)
        {
            var entry = await JoinAsync(client, caller, session, room, user, cancellationToken);
            if (entry.Refusal is { } refusal)
            {
                throw new PublishRefusedException(refusal);
            }

            if (tellsJoins && !entry.IsNew)
            {
                client.TryTell(new EventFrame(entry.Join!, position: null));
            }
        }
    }

    private Refusal? MayEnter(Caller caller, RoomName room) =>
        caller.HasExpired(_time.GetUtcNow())
            ? AccessProblems.Expired
            : caller.MayFollow([TopicPattern.Of(room.Topic)]);

    private async ValueTask<Refusal?> SettleOrWithdrawAsync(FeedClient client, Presence presence, bool wasIn)
    {
        Refusal? refusal;
        try
        {
            refusal = await SettleAsync(presence);
        }
        catch
        {
            Withdraw(client, presence, wasIn);
            throw;
        }

        if (refusal is not null)
        {
            Withdraw(client, presence, wasIn);
        }

        return refusal;
    }

    private static RoomEntry Refused(Refusal refusal) => new(refusal, null, default);

    // Null, with the refusal, when the client is in too many rooms, or says to be who has a token. It was in when it was so
    // as this user.
    private Presence? Enter(FeedClient client, RoomName name, RoomUser user, out bool wasIn, out Refusal? refusal)
    {
        Presence presence;
        Presence? before;
        lock (_lock)
        {
            var own = _clients.GetValueOrDefault(client);
            before = own?.In(name);
            wasIn = before?.UserId == user.UserId;
            refusal = before is null && own?.Presences.Count >= _options.PerClient ? TooManyRooms()
                : !user.HasToken && IsOfToken(name, user.UserId!) ? OfTokensUser
                : null;
            if (refusal is not null)
            {
                return null;
            }

            if (before is not null && !wasIn)
            {
                Remove(client, before); // without a token a connection may be someone else from now on
            }

            presence = PresenceOf(name, user.UserId!);
            if (user.HasToken)
            {
                Claim(presence);
            }

            Add(client, presence);
            presence.Username = user.Username ?? presence.Username;
        }

        if (before is not null && !wasIn)
        {
            _ = SettleOrRetryAsync(before);
        }

        return presence;
    }

    private static Refusal OfTokensUser { get; } =
        new(RefusalKind.Forbidden, "In this room the user of this userId has a token. Join with it, or as somebody else.");

    private Refusal TooManyRooms() => Refusal.At(
        RefusalKind.Invalid,
        "/room",
        $"at most {_options.PerClient} rooms can have the same client in (LiveFeed:Rooms:PerClient)");
}
