using System.Collections.Immutable;
using LiveFeed.Access.Authorization;
using LiveFeed.Access.Limits;
using LiveFeed.Clients;
using LiveFeed.Events;
using LiveFeed.Http;
using LiveFeed.Rooms;

namespace LiveFeed.Streaming;

/// <summary>
/// The rooms that a client is in while it is connected, for transports that only have a query: <c>room=</c> (repeatable),
/// <c>userId=</c>, <c>username=</c>.
/// </summary>
internal sealed record RoomQuery(ImmutableArray<RoomName> Rooms, RoomUser User)
{
    // In characters; the limits in bytes are checked by the room.
    private const int MaxText = 1_024;

    /// <summary>What is followed: a room's messages, and who joins and leaves.</summary>
    internal IEnumerable<TopicPattern> Topics => Rooms.SelectMany(room => room.Patterns);

    /// <summary>Reads the parameters; what is wrong becomes the problem of the query.</summary>
    internal static RoomQuery Read(
        QueryParameters query, string[]? rooms, string[]? userId, string[]? username, Caller caller, int most)
    {
        var names = new List<RoomName>();
        foreach (var text in rooms ?? [])
        {
            if (!RoomName.TryParse(text ?? "", out var room, out var error))
            {
                query.Fail(ProblemKind.Invalid, "room", error);
            }
            else if (!names.Contains(room))
            {
                names.Add(room);
            }
        }

        if (names.Count > most)
        {
            query.Fail(
                ProblemKind.Invalid,
                "room",
                $"at most {most} rooms can have the same client in (LiveFeed:Rooms:PerClient), not {names.Count}");
        }

        var user = new RoomUser(query.Text("userId", userId, MaxText), query.Text("username", username, MaxText));
        if (names.Count > 0 && user.As(caller).Refusal is { } refusal)
        {
            var (where, messages) = refusal.Errors!.First();
            query.Fail(ProblemKind.Invalid, where.TrimStart('/'), messages[0]);
        }

        return new RoomQuery([.. names], user);
    }

    /// <summary>
    /// Brings a client into the rooms, for <see cref="JoinRequest.Entered"/>; null without rooms. It follows their topics
    /// because of them: unsubscribing ends only what it asked for, too.
    /// </summary>
    /// <param name="service">The rooms.</param>
    /// <param name="caller">Who joins.</param>
    /// <param name="sender">Whose rate counts.</param>
    /// <param name="asked">The topics that the client names beside its rooms.</param>
    internal Func<FeedClient, CancellationToken, ValueTask>? Entrance(
        RoomService service, Caller caller, Sender sender, IReadOnlyList<TopicPattern> asked)
    {
        return Rooms.IsEmpty ? null : EnterAsync;

        ValueTask EnterAsync(FeedClient client, CancellationToken gone)
        {
            client.Changes.BeInRooms([.. Topics], asked);
            return service.JoinAllAsync(client, caller, sender, Rooms, User, tellsJoins: true, gone);
        }
    }
}
