using System.Collections.Frozen;
using System.Text.Json;
using LiveFeed.Access.Authorization;
using LiveFeed.Access.Limits;
using LiveFeed.Clients;
using LiveFeed.Clients.Subscribing;
using LiveFeed.Events;
using LiveFeed.Events.Rooms;
using LiveFeed.Frames;
using LiveFeed.Http;
using LiveFeed.Hub;
using LiveFeed.Log;
using LiveFeed.Publishing;
using LiveFeed.Refusals;
using LiveFeed.Rooms;

namespace LiveFeed.Streaming.WebSockets.Requests;

/// <summary>Does what one client asks for in rooms.</summary>
internal sealed class RoomRequestHandler(
    FeedHub hub, RoomService rooms, RecentMessages recent, PublishSession session, Caller caller, TimeProvider time)
{
    private static readonly Refusal NotIn = Refusal.At(RefusalKind.Forbidden, "/room", "join the room first");

    private static readonly FeedProblem NotThere = FeedProblem.At(
        ProblemKind.NotFound, "/to", "nobody of this id is connected in the room");

    /// <returns>
    /// What is wrong; null when it is done. A join is acknowledged here, when the room is followed.
    /// </returns>
    internal async ValueTask<FeedProblem?> HandleAsync(RoomRequest request, FeedClient client, WebSocketOutput output)
    {
        try
        {
            return request switch
            {
                RoomRequest.Join join => await JoinAsync(join, client, output),
                RoomRequest.Leave leave => await LeaveAsync(leave, client, output),
                RoomRequest.Message message => await SendAsync(message, client),
                RoomRequest.Typing typing => await TypeAsync(typing, client),
                RoomRequest.Signal signal => await SignalAsync(signal, client),
                _ => throw new ArgumentOutOfRangeException(nameof(request), request, "no such request"),
            };
        }
        catch (LogUnavailableException e)
        {
            return FeedProblem.Of(DiagnosticsAccess.RefusalOf(e));
        }
    }

    // The newcomer is told of itself, then of the room as it was at one position. When that reaches it, it follows the room,
    // and what has come since that position is next.
    private async ValueTask<FeedProblem?> JoinAsync(RoomRequest.Join request, FeedClient client, WebSocketOutput output)
    {
        var (before, user) = (output.Rooms, rooms.MemberOf(client, request.Room)?.UserId);
        var followsJoins = client.Changes.Asked.Any(pattern => pattern.Matches(request.Room.MembersTopic));
        output.Rooms = [.. before, request.Room.Topic, request.Room.MembersTopic];
        if (followsJoins)
        {
            client.Nudge(); // its own join comes as one of the room
        }

        try
        {
            var entry = await rooms.JoinAsync(client, caller, session, request.Room, request.User, client.CutOff);
            if (entry.Refusal is { } refusal)
            {
                output.Rooms = before;
                client.Nudge(); // what it follows there comes as events again
                await LeaveUnlessStillAsync(user, request, client, output);
                return refusal;
            }

            // Who was not in has a join in the log. Who follows these gets it from there, before the opening.
            if (await OpenAsync(request, client, entry, hasJoin: followsJoins && entry.IsNew))
            {
                return null;
            }

            await LeaveUnlessStillAsync(user, request, client, output);
            return FeedProblem.Of(SubscribeRefusals.TooManyChanges);
        }
        catch (LogUnavailableException)
        {
            await LeaveUnlessStillAsync(user, request, client, output);
            throw;
        }
    }

    // Who was in already stays so when it cannot join again, but not when it wanted to be somebody else.
    private async ValueTask LeaveUnlessStillAsync(
        string? user, RoomRequest.Join request, FeedClient client, WebSocketOutput output)
    {
        if (user is null || rooms.MemberOf(client, request.Room)?.UserId != user)
        {
            await LeaveAsync(request, client, output);
        }
    }

    // False when too many changes of the client are not done yet.
    private async ValueTask<bool> OpenAsync(RoomRequest.Join request, FeedClient client, RoomEntry entry, bool hasJoin)
    {
        var messages = await recent.ReadAsync(request.Room, client.Subscription, entry.After, client.CutOff);
        var join = Json(writer => RoomMessage.Write(writer, entry.Join!, position: null));
        var others = await rooms.LookAsync(request.Room, entry.After, client.CutOff);
        var state = Json(writer => RoomState.Write(
            writer, request.Room, others, client.MemberId, messages, time.GetUtcNow()));
        Frame[] ack = request.Id is { } id ? [Replies.Ack(id)] : [];
        var addition = new SubscriptionAddition
        {
            Topics = request.Room.Patterns,
            After = entry.After,
            IsOfRoom = true,
            Opening = [.. hasJoin ? [] : (Frame[])[new TextFrame(join)], new TextFrame(state), .. ack],
        };
        return hub.ChangeSubscription(client, [addition], []) != SubscribeOutcome.TooManyChanges;
    }

    private async ValueTask<FeedProblem?> LeaveAsync(RoomRequest request, FeedClient client, WebSocketOutput output)
    {
        var topics = request.Room.Patterns;
        if (output.Rooms.Contains(request.Room.Topic))
        {
            client.LeaveRoom(topics);
            output.Rooms = output.Rooms.Except([request.Room.Topic, request.Room.MembersTopic]).ToFrozenSet();
            client.Nudge(); // what it still follows there comes as events
        }

        await rooms.LeaveAsync(client, request.Room, CancellationToken.None);
        return null;
    }

    private async ValueTask<FeedProblem?> SendAsync(RoomRequest.Message request, FeedClient client)
    {
        var message = Event(request.Room, FeedEvent.DefaultName, request.Data) with
        {
            Except = request.Echo ? [] : [client.MemberId],
        };
        return rooms.MemberOf(client, request.Room) is null ? NotIn : await PublishAsync([message], client);
    }

    private async ValueTask<FeedProblem?> TypeAsync(RoomRequest.Typing request, FeedClient client)
    {
        var typing = Event(request.Room, RoomTopics.Typing, request.Data) with
        {
            Ephemeral = true,
            Except = [client.MemberId],
        };
        return rooms.MemberOf(client, request.Room) is null ? NotIn : await PublishAsync([typing], client);
    }

    private async ValueTask<FeedProblem?> SignalAsync(RoomRequest.Signal request, FeedClient client)
    {
        if (rooms.MemberOf(client, request.Room) is null)
        {
            return NotIn;
        }

        if (await rooms.FindAsync(request.Room, request.To, client.CutOff) is not { } target)
        {
            return NotThere;
        }

        return await PublishAsync(
            [
                .. target.MemberIds.Where(id => id != client.MemberId).Select(
                    id => Event(request.Room, RoomTopics.Signal, request.Data) with
                    {
                        Ephemeral = true,
                        To = new EventTarget { Client = id },
                    }),
            ],
            client);
    }

    private async ValueTask<FeedProblem?> PublishAsync(IReadOnlyList<FeedEvent> events, FeedClient client)
    {
        if (events.Count == 0)
        {
            return NotThere;
        }

        var outcome = await session.PublishAllAsync(events, answersFirst: false, client.CutOff);
        return outcome.Refusal;
    }

    private FeedEvent Event(RoomName room, string name, byte[] data) => new()
    {
        Topic = room.Topic,
        Name = name,
        Data = EventData.Json(data),
        Time = time.GetUtcNow(),
    };

    private static byte[] Json(Action<Utf8JsonWriter> write) => EventJson.Bytes(512, write);
}
