using System.Runtime.CompilerServices;
using LiveFeed.Clients;
using LiveFeed.Events;
using LiveFeed.Publishing;

namespace LiveFeed.Rooms;

/// <summary>Who is there.</summary>
internal sealed partial class RoomService
{
    // Up to so many members are listed in order; a longer list is written as it is walked.
    private const int MaxSorted = 1_000;

    /// <summary>The user of a connection in a room, with that connection; null when the connection is not in.</summary>
    internal RoomMember? MemberOf(FeedClient client, RoomName room)
    {
        lock (_lock)
        {
            return _clients.GetValueOrDefault(client)?.In(room) is not { } presence ? null : new RoomMember
            {
                UserId = presence.UserId,
                Username = presence.Username,
                Since = presence.Since,
                MemberIds = [client.MemberId],
            };
        }
    }

    /// <summary>
    /// Finds who can be sent to in a room: one connection by its member id, all of a user's by its user id. Null when
    /// nobody of that name is connected there.
    /// </summary>
    internal async ValueTask<RoomMember?> FindAsync(
        RoomName room, string userIdOrMemberId, CancellationToken cancellationToken)
    {
        if (_hub.FindMember(userIdOrMemberId) is { } client && MemberOf(client, room) is { } connection)
        {
            return connection;
        }

        if (_shared is not null)
        {
            return await FindSharedAsync(_shared, room, userIdOrMemberId, cancellationToken);
        }

        lock (_lock)
        {
            return _rooms.GetValueOrDefault(room)?.Members.GetValueOrDefault(userIdOrMemberId) is
            { Connections.Count: > 0 } presence
                ? presence.Shown
                : null;
        }
    }

    /// <summary>
    /// Looks who is in a room. Above <see cref="RoomsOptions.AnnounceUpTo"/> it only counts.
    /// </summary>
    /// <param name="room">The room.</param>
    /// <param name="through">Without members whose join is later: a newcomer is told of these by the log.</param>
    internal async ValueTask<RoomSnapshot> LookAsync(
        RoomName room, Position? through = null, CancellationToken cancellationToken = default)
    {
        var sequence = through is { } position ? _log.Epochs.SequenceOf(position) : null;
        if (_shared is not null)
        {
            return await LookSharedAsync(_shared, room, sequence, cancellationToken);
        }

        var count = CountOf(room);
        return count > _options.AnnounceUpTo
            ? new RoomSnapshot(null, count)
            : new RoomSnapshot([.. Sorted(room, sequence)], count);
    }

    /// <summary>
    /// The members of a room, read while the list is read. The longest in the room come first, unless they are very many. A
    /// member that joins or leaves meanwhile may be in it.
    /// </summary>
    internal async IAsyncEnumerable<RoomMember> ListAsync(
        RoomName room, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (_shared is null)
        {
            foreach (var member in CountOf(room) <= MaxSorted
                ? Sorted(room, through: null)
                : Walk(room, through: null).Select(one => one.Member))
            {
                yield return member;
            }
        }
        else if (await _shared.CountAsync(room.Text) <= MaxSorted)
        {
            foreach (var member in await SortedSharedAsync(_shared, room, through: null, cancellationToken))
            {
                yield return member;
            }
        }
        else
        {
            await foreach (var member in _shared.ListAsync(room.Text, cancellationToken))
            {
                yield return Shown(member);
            }
        }
    }

    private int CountOf(RoomName room)
    {
        lock (_lock)
        {
            return _rooms.GetValueOrDefault(room)?.Count ?? 0;
        }
    }

    private IEnumerable<RoomMember> Sorted(RoomName room, long? through) =>
        Walk(room, through).OrderBy(one => one.Number).Select(one => one.Member);

    // Who is leaving is out already: the log tells it after every position that a reader may have got before.
    private IEnumerable<(RoomMember Member, long Number)> Walk(RoomName name, long? through)
    {
        Room? room;
        lock (_lock)
        {
            room = _rooms.GetValueOrDefault(name);
        }

        foreach (var (_, presence) in room?.Members ?? [])
        {
            RoomMember? member;
            lock (_lock)
            {
                var isNews = presence.IsLogged == true && presence.Sequence > through;
                member = presence.IsIn && !isNews ? presence.Shown : null;
            }

            if (member is not null)
            {
                yield return (member, presence.Number);
            }
        }
    }

    private MessageAuthor AuthorIn(FeedClient client, string room) =>
        RoomName.TryParse(room, out var name, out _) && MemberOf(client, name) is { } member
            ? new MessageAuthor(client.MemberId, member.UserId, member.Username)
            : new MessageAuthor(client.MemberId, null, null);
}
