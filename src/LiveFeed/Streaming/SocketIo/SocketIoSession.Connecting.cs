using System.Text.Json;
using LiveFeed.Access.Authentication;
using LiveFeed.Access.Authorization;
using LiveFeed.Access.Limits;
using LiveFeed.Http;
using LiveFeed.Log;
using LiveFeed.Memory;
using LiveFeed.Refusals;
using LiveFeed.Streaming.SocketIo.Engine;
using LiveFeed.Streaming.SocketIo.Packets;
using LiveFeed.Streaming.WebSockets.Requests;

namespace LiveFeed.Streaming.SocketIo;

/// <summary>
/// Lets a client into a namespace, or says why not: <c>Invalid namespace</c>, <c>Authentication error</c>, or anything else
/// with the problem as <c>data</c>.
/// </summary>
internal sealed partial class SocketIoSession
{
    private const string NoNamespace = "Invalid namespace";
    private const string NoAccess = "Authentication error";

    // A client that polls may have no poll there by which the rest could go.
    private static readonly TimeSpan LeavingTime = TimeSpan.FromSeconds(1);

    private async ValueTask ConnectAsync(SocketPacket packet)
    {
        if (services.Namespaces.Find(packet.Namespace) is not { } ns)
        {
            Refuse(packet.Namespace, NoNamespace, new FeedProblem(ProblemKind.NotFound, NoNamespace), tells: false);
            return;
        }

        if (TooMany() is { } tooMany)
        {
            Refuse(packet.Namespace, tooMany.Detail, tooMany);
            return;
        }

        var auth = ConnectAuth.Read(packet.Json);
        var caller = await IdentifyAsync(auth);
        if (RefusalOf(caller, auth) is { } refusal)
        {
            var isAccess = refusal.Kind != RefusalKind.Unavailable;
            Refuse(packet.Namespace, isAccess ? NoAccess : refusal.Text, FeedProblem.Of(refusal), tells: !isAccess);
            return;
        }

        await EndBeforeAsync(packet.Namespace);
        var sender = Sender.Of(connection.Origin.Address, caller);
        var socket = new ClientSocket(services, this, connection, ns, caller, sender);
        if (Add(socket) is { } full)
        {
            Refuse(packet.Namespace, full.Detail, new FeedProblem(ProblemKind.Unavailable, full.Detail));
            return;
        }

        await EnterAsync(socket, packet, auth);
    }

    private async ValueTask EnterAsync(ClientSocket socket, SocketPacket packet, ConnectAuth auth)
    {
        var (isIn, problem) = (false, (FeedProblem?)null);
        try
        {
            problem = await socket.ConnectAsync(packet, auth);
            isIn = problem is null;
        }
        catch (LogUnavailableException)
        {
            // Its library tries again by itself only when the connection is lost. It has its state when the log is back.
            connection.Close(EngineCloseReason.Closed);
        }
        finally
        {
            if (!isIn)
            {
                Remove(socket, byService: false);
            }
        }

        if (problem is not null)
        {
            Refuse(packet.Namespace, problem.Detail, problem);
        }
    }

    // What the client was sent there before it left comes before the new CONNECT, as far as it reads.
    private async ValueTask EndBeforeAsync(string name)
    {
        if (_leaving is { } leaving && leaving.Remove(name, out var ended))
        {
            await ended.WaitAsync(LeavingTime, services.Feed.Time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async ValueTask<Caller> IdentifyAsync(ConnectAuth auth) => auth.Token is { } token
        ? await services.Feed.Access.IdentifyAsync(new Credentials(token), connection.Gone)
        : connection.Origin.Caller;

    private Refusal? RefusalOf(Caller caller, ConnectAuth auth) =>
        auth.HasBadToken ? AccessProblems.NoCredentials
        : caller.HasExpired(services.Feed.Time.GetUtcNow()) ? AccessProblems.Expired
        : caller.MayFollow([]);

    private FeedProblem? TooMany()
    {
        lock (_lock)
        {
            var most = services.Options.NamespacesPerConnection;
            return _sockets.Count < most ? null : new FeedProblem(
                ProblemKind.Invalid,
                $"One connection may be in {most} namespaces (LiveFeed:SocketIo:NamespacesPerConnection).");
        }
    }

    private ConnectionRefusal? Add(ClientSocket socket)
    {
        LinkedListNode<(SocketIoSession Session, long Due)>? place;
        lock (_lock)
        {
            if (Enter_NeedsLock(socket.User) is { } refusal)
            {
                return refusal;
            }

            _sockets.Add(socket);
            _left?.Remove(socket.Namespace);
            (place, _place, _isWatched) = (_place, null, _hasEnded);
        }

        if (place is not null)
        {
            services.Deadlines.Remove(place);
        }

        return null;
    }

    // The connection has a place as the user of its first request already.
    private ConnectionRefusal? Enter_NeedsLock(string? user) => user is null || user == connection.Origin.Caller.User
        ? null
        : (_users ??= new UserPlaces(services.Admission)).Enter(user);

    private void Refuse(string name, string message, FeedProblem problem, bool tells = true)
    {
        problem.Count(services.Feed.Metrics);
        using var text = new PooledBuffer(256);
        PacketWriter.WriteConnectError(PacketWriter.PrefixOf(name), message, tells ? Write : null, text);
        connection.TrySend(new EngineMessage(text.Written.ToArray(), IsBinary: false));

        void Write(Utf8JsonWriter json)
        {
            json.WriteStartObject();
            Replies.WriteMembers(json, problem);
            json.WriteEndObject();
        }
    }
}
