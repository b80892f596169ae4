using LiveFeed.Access.Authorization;
using LiveFeed.Access.Limits;
using LiveFeed.Clients;
using LiveFeed.Clients.Subscribing;
using LiveFeed.Events;
using LiveFeed.Frames;
using LiveFeed.Http;
using LiveFeed.Hub;
using LiveFeed.Refusals;
using LiveFeed.Telemetry;

namespace LiveFeed.Streaming.WebSockets.Requests;

/// <summary>Does what one client asks for, one request at a time, and answers.</summary>
internal sealed class ClientRequestHandler(
    FeedHub hub,
    Func<Caller, ClientStanding> stand,
    StreamCaller caller,
    ClientRequestParser parser,
    LiveFeedMetrics metrics,
    LimitsOptions limits)
{
    private static readonly IReadOnlyList<SubscriptionAddition> NoAdditions = [];
    private static readonly IReadOnlyList<TopicPattern> NoRemovals = [];

    private ClientStanding? _standing; // null until it is asked for

    internal ClientRequest Parse(ReadOnlySpan<byte> json) => parser.Parse(json);

    /// <summary>The answer to a binary message.</summary>
    internal Frame NotText() => Refuse(
        id: null, Refusal.At(RefusalKind.Malformed, "", "A message must be text, not binary."));

    /// <returns>The answer; null when there is none, or it comes later.</returns>
    internal ValueTask<Frame?> HandleAsync(ClientRequest request, FeedClient client, WebSocketOutput output) =>
        request switch
        {
            ClientRequest.Publish publish => PublishAsync(publish, client),
            ClientRequest.Subscribe subscribe => new(Subscribe(subscribe, client, output)),
            ClientRequest.Unsubscribe unsubscribe => new(Unsubscribe(unsubscribe, client)),
            RoomRequest room => HandleAsync(room, client, output),
            ClientRequest.Token token => RenewAsync(token),
            ClientRequest.Ping ping => new(Replies.Pong(ping.Id)),
            ClientRequest.Refused refused => new(Refuse(refused.Id, refused.Refusal)),
            _ => throw new ArgumentOutOfRangeException(nameof(request), request, "no such request"),
        };

    private ClientStanding Standing =>
        caller.Now is var now && _standing is { } standing && standing.Caller == now ? standing : _standing = stand(now);

    // It is answered by "subscribed", once the back-fill is complete.
    private Frame? Subscribe(ClientRequest.Subscribe request, FeedClient client, WebSocketOutput output)
    {
        if (caller.Now.MayFollow(request.Addition.Topics) is { } forbidden)
        {
            return Refuse(request.Id, forbidden);
        }

        // Both count also for what comes at once.
        var (batches, window) = (output.Batches, client.Window);
        output.Batches = request.Batches ?? batches;
        SetWindow(request.Window);
        var outcome = hub.ChangeSubscription(client, [request.Addition], NoRemovals, limits.TopicsPerClient);
        if (SubscribeRefusals.Of(outcome, limits) is not { } refusal)
        {
            return null;
        }

        output.Batches = batches;
        SetWindow(window);
        client.Nudge(); // what comes next is sent as before
        return Refuse(request.Id, refusal);

        void SetWindow(TimeSpan? to)
        {
            if (request.Window is not null)
            {
                hub.SetWindow(client, to);
            }
        }
    }

    private Frame? Unsubscribe(ClientRequest.Unsubscribe request, FeedClient client)
    {
        var outcome = hub.ChangeSubscription(client, NoAdditions, request.Topics);
        return SubscribeRefusals.Of(outcome, limits) is { } refusal ? Refuse(request.Id, refusal)
            : request.Id is { } id ? Replies.Ack(id)
            : null;
    }

    private async ValueTask<Frame?> PublishAsync(ClientRequest.Publish request, FeedClient client)
    {
        var outcome = await Standing.Session.PublishAllAsync(request.Events, answersFirst: false, client.CutOff);
        if (outcome.Refusal is not { } refusal)
        {
            return request.Id is { } id ? Replies.Ack(id, outcome.Answer) : null;
        }

        return Refuse(request.Id, request.IsArray && outcome.Index is { } index ? refusal.InElement(index) : refusal);
    }

    private async ValueTask<Frame?> HandleAsync(RoomRequest request, FeedClient client, WebSocketOutput output)
    {
        var problem = await Standing.Rooms.HandleAsync(request, client, output);
        return request is RoomRequest.Join ? Refused(request.Id, problem) : Answer(request.Id, problem);
    }

    private async ValueTask<Frame?> RenewAsync(ClientRequest.Token request) =>
        Answer(request.Id, await caller.RenewAsync(request.Text));

    private Frame? Refused(byte[]? id, FeedProblem? problem) => problem is not null ? Refuse(id, problem) : null;

    private Frame? Answer(byte[]? id, FeedProblem? problem) =>
        Refused(id, problem) is { } refusal ? refusal
        : id is not null ? Replies.Ack(id)
        : null;

    private Frame Refuse(byte[]? id, Refusal refusal) => Refuse(id, FeedProblem.Of(refusal));

    private Frame Refuse(byte[]? id, FeedProblem problem)
    {
        problem.Count(metrics);
        return Replies.Error(id, problem);
    }
}
