using LiveFeed.Access.Authorization;
using LiveFeed.Access.Limits;
using LiveFeed.Clients;
using LiveFeed.Frames;
using LiveFeed.Http;
using LiveFeed.Log;
using LiveFeed.Publishing;
using LiveFeed.Refusals;
using LiveFeed.Streaming.SocketIo.Engine;
using LiveFeed.Streaming.SocketIo.Feed;
using LiveFeed.Streaming.SocketIo.Packets;
using Microsoft.Extensions.Logging;

namespace LiveFeed.Streaming.SocketIo;

/// <summary>
/// One client in one namespace: a client of the hub with its own pump, on a connection that others may share. Its id is the
/// member id of that client. A task of its own serves it from its join to its end. The connection's reading task brings what
/// it sends.
/// </summary>
internal sealed partial class ClientSocket(
    SocketIoServices services,
    SocketIoSession session,
    EngineConnection connection,
    ServedNamespace ns,
    Caller caller,
    Sender sender)
{
    private readonly HandlerTurns? _turns = ns.Handlers is null ? null : new HandlerTurns(services.Logger);

    private JoinAttempt? _attempt; // null when it is decided
    private FeedClient? _client; // null until it has joined; then it stays
    private FeedRequests? _requests; // as before
    private EngineOutput? _output; // as before
    private volatile bool _isOver; // it has left, or was sent away: it does not come back

    internal string Namespace => ns.Feed.Name;

    internal string? User => caller.User;

    /// <summary>Completes when all of it has ended.</summary>
    internal Task Ended { get; private set; } = Task.CompletedTask;

    private FeedClient Client => _client!;

    /// <summary>Lets the client in, and calls the handler.</summary>
    /// <returns>Null when it is in.</returns>
    internal async ValueTask<FeedProblem?> ConnectAsync(SocketPacket packet, ConnectAuth auth)
    {
        var problem = await JoinAsync(auth);
        if (problem is null && ns.Handlers is not null)
        {
            BeginHandlers(packet.Json);
        }

        return problem;
    }

    /// <summary>Takes an event or an acknowledgement.</summary>
    internal async ValueTask TakeAsync(SocketPacket packet)
    {
        if (Client.Closing is not null || _isOver)
        {
            return; // the service has said its last word
        }

        if (packet.Type == PacketType.Ack)
        {
            _owed?.Answered(packet.Id ?? 0, packet.Arguments);
        }
        else if (_turns is null || (_turns.IsIdle && ns.Handlers!.Find(packet.Name) is null))
        {
            await AskFeedAsync(packet);
        }
        else
        {
            await HandleAsync(packet with { Json = packet.Json.ToArray() });
        }
    }

    /// <summary>The client leaves the namespace, and the rooms at once.</summary>
    internal async ValueTask LeaveAsync()
    {
        _isOver = true;
        _output!.Form = SilentEncoder.Form;
        await _requests!.Rooms.LeaveAllAsync();
        Client.Abort();
    }

    /// <summary>The connection has ended.</summary>
    internal void End(EngineCloseReason reason)
    {
        if (reason == EngineCloseReason.Shutdown)
        {
            _client?.Close(CloseReason.Shutdown);
        }

        _client?.Abort();
    }

    private async ValueTask AskFeedAsync(SocketPacket packet)
    {
        if (!ns.Feed.IsFeed || Client.HasEnded)
        {
            return; // it may have waited for its turn for longer than the client was there
        }

        try
        {
            var answer = await _requests!.HandleAsync(packet);
            if (answer is { After: { IsCompleted: false } after } later)
            {
                _ = AnswerAfterAsync(packet with { Json = default }, later, after);
            }
            else if (answer is { } now)
            {
                Answer(packet, now);
            }
        }
        catch (LogUnavailableException e)
        {
            Answer(packet, FeedAnswer.Refused(DiagnosticsAccess.RefusalOf(e)));
        }
        catch (OperationCanceledException) when (Client.CutOff.IsCancellationRequested)
        {
            // Nobody waits for the answer.
        }
    }

    private void Answer(SocketPacket packet, FeedAnswer answer)
    {
        answer.Problem?.Count(services.Feed.Metrics);
        if (packet.Id is { } id)
        {
            if (answer.Json is { } json)
            {
                Tell(new ToldFrame(PacketType.Ack, id, json, []));
            }
        }
        else if (answer is { Problem: { } problem, IsQuiet: false })
        {
            Tell(FeedAnswer.Unasked(packet.Name, problem));
        }
    }

    private async Task AnswerAfterAsync(SocketPacket packet, FeedAnswer answer, Task after)
    {
        await after.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Answer(packet, answer);
    }

    private bool Tell(Frame frame)
    {
        if (Client.TryTell(frame))
        {
            return true;
        }

        if (!Client.HasEnded)
        {
            connection.Close(EngineCloseReason.TooMuchUnread);
        }

        return false;
    }

    // It keeps nothing of the join, as it lasts as long as the socket.
    private async Task ServeAsync(ValueTask<ClientPump?> connecting)
    {
        try
        {
            if (await connecting is { } pump)
            {
                await pump.RunAsync();
            }
        }
        catch (PublishRefusedException e)
        {
            _attempt?.Refuse(FeedProblem.Of(e.Refusal));
        }
        catch (LogUnavailableException e)
        {
            _attempt?.Refuse(FeedProblem.Of(DiagnosticsAccess.RefusalOf(e)));
        }
        catch (Exception e)
        {
            Log.CannotServe(services.Logger, e);
            _attempt?.Refuse(FeedProblem.Of(ConnectionProblem));
            connection.Close(EngineCloseReason.Fault);
        }

        if (_attempt is { } attempt)
        {
            attempt.Refuse(FeedProblem.Of(ConnectionProblem)); // it has ended before it was in
        }
        else
        {
            await EndAsync();
        }
    }

    private async ValueTask EndAsync()
    {
        var closing = Client.Closing;
        _isOver |= closing is { Reconnect: false };
        session.Remove(this, byService: closing is not null);
        session.CloseAfter(closing);
        EndHandlers(); // nobody waits for them: a handler may never end
        await EndRecoveryAsync();
    }

    private static Refusal ConnectionProblem { get; } =
        new(RefusalKind.Unavailable, "The service cannot serve this client now.");

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "A Socket.IO client cannot be served; it is told to reconnect")]
        internal static partial void CannotServe(ILogger logger, Exception cause);
    }
}
