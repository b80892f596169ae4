using LiveFeed.Access.Authorization;
using LiveFeed.Access.Limits;
using LiveFeed.Clients;
using LiveFeed.Hub;
using LiveFeed.Log;
using LiveFeed.Log.Memberships;
using LiveFeed.Publishing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LiveFeed.Rooms;

/// <summary>
/// Who is in which room. A user is in a room while one of its connections is, and for
/// <see cref="RoomsOptions.LeaveAfter"/> after the last of them was lost. It joins once and leaves once, however many
/// connections it has: both are events of <c>rooms/{room}/members</c>, and the log keeps who is in. So after a start
/// all who were in are away, also after a kill, and leave unless they come back in time. A join or leave costs the same in a
/// room of any size. On several nodes a user is in while a connection at any of them is (<see cref="ISharedMembers"/>); each
/// node holds only its own connections. Any thread.
/// </summary>
internal sealed partial class RoomService : IHostedService, IDisposable
{
    private readonly FeedHub _hub;
    private readonly IEventLog _log;
    private readonly PublishSessions _sessions;
    private readonly ISharedMembers? _shared; // null on one node
    private readonly RoomsOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;

    // Guards the next fields and all rooms and presences. Nothing is awaited, published or walked under it.
    private readonly Lock _lock = new();
    private readonly Dictionary<RoomName, Room> _rooms = [];
    private readonly Dictionary<FeedClient, RoomsOfClient> _clients = []; // those that are in a room
    private long _joined; // counts presences
    private int _rejoins; // how often all who are here joined again

    public RoomService(
        FeedHub hub,
        IEventLog log,
        PublishSessions sessions,
        IOptions<RoomsOptions> options,
        TimeProvider time,
        ILogger<RoomService> logger,
        ISharedMembers? shared = null)
    {
        (_hub, _log, _sessions, _options, _time, _logger) = (hub, log, sessions, options.Value, time, logger);
        _shared = shared;
        _timer = time.CreateTimer(_ => LeaveThoseDue(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        hub.Changed += Changed;
    }

    /// <summary>Max rooms of one client.</summary>
    internal int PerClient => _options.PerClient;

    /// <summary>
    /// Takes a connection out of a room because it says so: when it was the user's last one there, the user leaves at once.
    /// Nothing happens when the connection is not in. A leave that the log does not take now is tried again.
    /// </summary>
    /// <param name="client">The connection.</param>
    /// <param name="room">The room.</param>
    /// <param name="cancellationToken">Ends the wait for the log; the leave is said all the same.</param>
    internal async ValueTask LeaveAsync(FeedClient client, RoomName room, CancellationToken cancellationToken)
    {
        Presence? presence;
        lock (_lock)
        {
            presence = _clients.GetValueOrDefault(client)?.In(room);
            if (presence is not null)
            {
                Remove(client, presence);
                presence.SaidLeave = presence.Connections.Count == 0 ? client : null;
            }
        }

        if (presence is not null)
        {
            await SettleOrRetryAsync(presence).WaitAsync(cancellationToken);
        }
    }

    /// <summary>Begins a session for a connection: its messages to a room say who it is there.</summary>
    /// <param name="client">The connection, with its credentials.</param>
    /// <param name="sender">Whose rate counts.</param>
    /// <param name="namesItself">It joins without a name to show; each message may say one.</param>
    internal PublishSession BeginSession(FeedClient client, Caller caller, Sender sender, bool namesItself = false) =>
        _sessions.Begin(caller, sender, room => AuthorIn(client, room) with { NamesItself = namesItself });

    public void Dispose()
    {
        _hub.Changed -= Changed;
        _timer.Dispose();
    }
}
