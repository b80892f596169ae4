using LiveFeed.Access;
using LiveFeed.Access.Authorization;
using LiveFeed.Access.Limits;
using LiveFeed.Clients;
using LiveFeed.Http;
using LiveFeed.Log;
using LiveFeed.Publishing;
using LiveFeed.Rooms;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace LiveFeed.Streaming.Polling;

/// <summary>
/// Lets polls in: as the connection of a client that is known, or as a new client. A client that is not known, or that
/// belongs to another user, is no error: the poll is that of a new client, which goes on after the same position.
/// </summary>
internal sealed class PollAdmission(
    AccessPolicy access,
    ConnectionLimiter limiter,
    IOptions<LimitsOptions> limits,
    PollClients clients,
    RoomService rooms,
    PollTransport transport)
{
    /// <summary>Answers a poll.</summary>
    /// <returns>Null when the answer was written, otherwise the problem to send.</returns>
    internal async Task<FeedProblem?> AnswerAsync(HttpContext context, PollParameters parameters)
    {
        var caller = await access.IdentifyAsync(context);
        var (request, problem) = PollRequest.Read(parameters, caller, limits.Value, rooms.PerClient);
        problem ??= caller.MayFollow([]);
        if (problem is not null)
        {
            return Counted(problem);
        }

        try
        {
            (var client, var poll, problem) = await BeginAsync(context, request!, caller);
            return problem ??
                (await transport.TryAnswerAsync(context, client!, poll!, caller, request!.Wait) ? null : Unavailable());
        }
        catch (LogUnavailableException) when (!context.Response.HasStarted)
        {
            return Unavailable();
        }
        catch (PublishRefusedException e) when (!context.Response.HasStarted)
        {
            return Counted(FeedProblem.Of(e.Refusal)); // it may not join a room, or not now
        }
    }

    /// <summary>A client that an administrator has ended polls again.</summary>
    internal static FeedProblem Kicked(string id) =>
        new(ProblemKind.NotFound, $"Client '{id}' was ended and is not to come back.");

    private async Task<(PollClient? Client, PollOutput? Poll, FeedProblem? Problem)> BeginAsync(
        HttpContext context, PollRequest request, Caller caller)
    {
        var join = request.Join;
        ConnectionLease? place = null;
        var known = request.Client is { } id ? clients.Find(id, caller.User) : null;
        if ((caller.MayFollow(join.Topics) ?? caller.MayFollow(known?.Topics ?? [])) is { } refused)
        {
            return (null, null, refused);
        }

        if (known is not null)
        {
            if (known.Begin(request.After) is { } poll)
            {
                return (known, poll, null);
            }

            join = join.Topics.IsEmpty ? join with { Topics = known.FirstTopics } : join;
            place = known.HandOn();
        }

        if (request.Client is { } before && clients.WasKicked(before))
        {
            place?.Dispose();
            return (null, null, Kicked(before));
        }

        return await EnterAsync(context, request, join, caller, place);
    }

    // A new client. It has the place of the one before, if there was one.
    private async Task<(PollClient? Client, PollOutput? Poll, FeedProblem? Problem)> EnterAsync(
        HttpContext context, PollRequest request, JoinRequest join, Caller caller, ConnectionLease? place)
    {
        var sender = Sender.Of(context, caller);
        if (place is null)
        {
            (place, var refusal) = limiter.Enter(PollRequest.Transport, sender);
            if (place is null)
            {
                return (null, null, new FeedProblem(ProblemKind.Unavailable, refusal!.Detail));
            }
        }

        join = join with { Entered = request.Rooms.Entrance(rooms, caller, sender, request.Asked) };
        var client = await transport.StartAsync(join, place, context.RequestAborted);
        return (client, client.Begin(), null);
    }

    private FeedProblem Counted(FeedProblem problem)
    {
        if (problem.Kind == ProblemKind.Unavailable)
        {
            limiter.Refused(PollRequest.Transport, ConnectionRefusal.Unavailable);
        }

        return problem;
    }

    private FeedProblem Unavailable() =>
        Counted(new FeedProblem(ProblemKind.Unavailable, ConnectionRefusal.Unavailable.Detail));
}
