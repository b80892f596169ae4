using System.Text;
using LiveFeed.Access.Authorization;
using LiveFeed.Access.Limits;
using LiveFeed.Clients;
using LiveFeed.Clients.Subscribing;
using LiveFeed.Events;
using LiveFeed.Events.Rooms;
using LiveFeed.Http;
using LiveFeed.Memory;
using LiveFeed.Publishing;
using LiveFeed.Refusals;
using LiveFeed.Streaming.SocketIo.Packets;
using LiveFeed.Streaming.WebSockets.Requests;

namespace LiveFeed.Streaming.SocketIo.Feed;

/// <summary>Does what one client asks the feed for by its events. One at a time.</summary>
/// <param name="services">The service.</param>
/// <param name="client">The client.</param>
/// <param name="form">Is told its rooms.</param>
/// <param name="caller">Its first credentials.</param>
/// <param name="sender">Whose rate counts.</param>
internal sealed class FeedRequests(
    FeedServices services, FeedClient client, ClientForm form, Caller caller, Sender sender)
{
    private static readonly string[] Own =
    [
        "subscribe", "unsubscribe", "publish", "token", "join-room", "leave-room", FeedEvent.DefaultName,
        RoomTopics.Typing, RoomTopics.Signal,
    ];

    private readonly StreamCaller _caller = new(client, services.Access, caller);
    private FeedStanding? _standing; // null until it publishes, or asks for something in a room

    internal FeedRooms Rooms => field ??= new(services, client, form);

    /// <summary>Called when topics are followed no longer, before that is answered.</summary>
    internal Func<IReadOnlyList<TopicPattern>, ValueTask>? Unfollowed { get; set; }

    /// <summary>Clients ask for something by events of this name.</summary>
    internal static bool Knows(string name) => Own.Contains(name);

    /// <returns>Null for an event that the feed does not know.</returns>
    internal async ValueTask<FeedAnswer?> HandleAsync(SocketPacket packet) => packet.Name switch
    {
        "subscribe" => Subscribe(packet),
        "unsubscribe" => await UnsubscribeAsync(packet),
        "publish" => await PublishAsync(packet),
        "token" => FeedAnswer.Of(await RenewAsync(packet)),
        _ => await Rooms.HandleAsync(packet, Standing),
    };

    private FeedStanding Standing =>
        _caller.Now is var now && _standing is { } standing && standing.Caller == now
            ? standing
            : _standing = new FeedStanding(now, services.Rooms.BeginSession(client, now, sender, namesItself: true));

    // Its acknowledgement comes when the back-fill is complete.
    private FeedAnswer Subscribe(SocketPacket packet)
    {
        var limits = services.Limits;
        var fields = RequestFields.Of(FeedArguments.TopicsOf(packet), limits.JsonDepth + 1);
        fields.MayHave("topics", "after", "last", "window");
        var topics = fields.Patterns("topics", limits.TopicsPerClient);
        var after = fields.Position("after");
        var last = fields.Number("last", 0, JoinRequest.MaxLast) ?? 0;
        var window = fields.Number("window", 0, (int)JoinRequest.MaxWindow.TotalMilliseconds);
        if (fields.Refusal is { } wrong)
        {
            return FeedAnswer.Refused(wrong);
        }

        if (_caller.Now.MayFollow(topics) is { } forbidden)
        {
            return FeedAnswer.Refused(forbidden);
        }

        var addition = new SubscriptionAddition
        {
            Topics = [.. topics],
            After = after,
            Last = after is null ? last : 0,
            Request = packet.Id is { } id ? Encoding.ASCII.GetBytes($"{id}") : null,
        };
        var outcome = services.Hub.ChangeSubscription(client, [addition], [], limits.TopicsPerClient);
        if (window is { } ms && outcome == SubscribeOutcome.Accepted)
        {
            services.Hub.SetWindow(client, TimeSpan.FromMilliseconds(ms));
        }

        return AnswerTo(outcome, FeedAnswer.Later);
    }

    private async ValueTask<FeedAnswer> UnsubscribeAsync(SocketPacket packet)
    {
        if (ReadUnsubscribe(packet, out var topics) is { } wrong)
        {
            return FeedAnswer.Refused(wrong);
        }

        if (Unfollowed is not null && topics.Any(client.Changes.Asked.Contains) &&
            await Standing.SpentAsync(client.CutOff) is { } spent)
        {
            return FeedAnswer.Refused(spent);
        }

        var answer = AnswerTo(services.Hub.ChangeSubscription(client, [], topics), FeedAnswer.Done);
        if (Unfollowed is { } unfollowed)
        {
            await unfollowed(topics);
        }

        return answer;
    }

    private Refusal? ReadUnsubscribe(SocketPacket packet, out IReadOnlyList<TopicPattern> topics)
    {
        var fields = RequestFields.Of(FeedArguments.TopicsOf(packet), services.Limits.JsonDepth + 1);
        fields.MayHave("topics");
        topics = fields.Patterns("topics", services.Limits.TopicsPerClient);
        return fields.Refusal;
    }

    private async ValueTask<FeedAnswer> PublishAsync(SocketPacket packet)
    {
        IReadOnlyList<FeedEvent>? events;
        Refusal? refusal;
        using (var json = new PooledBuffer(256))
        {
            BinaryJson.PutIn((packet.Arguments.At(0) ?? "null"u8.ToArray()).Span, packet.Attachments, json);
            events = EventBatchParser.Parse(
                json.Written, idempotencyKey: null, services.Limits, services.Time.GetUtcNow(), out refusal);
        }

        if (events is null)
        {
            return FeedAnswer.Refused(refusal!);
        }

        var outcome = await Standing.Session.PublishAllAsync(events, answersFirst: false, client.CutOff);
        return outcome.Refusal is not { } no ? FeedAnswer.Of(to => Replies.WriteMembers(to, outcome.Answer))
            : FeedAnswer.Refused(events.Count > 1 && outcome.Index is { } index ? no.InElement(index) : no);
    }

    private async ValueTask<FeedProblem?> RenewAsync(SocketPacket packet) =>
        FeedArguments.TextOf(packet.Arguments.At(0)) is { Length: > 0 } token
            ? await _caller.RenewAsync(token)
            : FeedProblem.At(ProblemKind.Invalid, "", "a token is required: a string");

    private FeedAnswer AnswerTo(SubscribeOutcome outcome, FeedAnswer otherwise) =>
        SubscribeRefusals.Of(outcome, services.Limits) is { } refusal ? FeedAnswer.Refused(refusal) : otherwise;
}
