using LiveFeed.Clients;
using LiveFeed.Clients.Subscribing;
using LiveFeed.Events;
using LiveFeed.Log;

namespace LiveFeed.Hub.Backplane.Redis;

/// <summary>Answers the questions of other nodes about this node's clients. Any thread.</summary>
internal sealed class LocalAnswers(LocalBackplane here, FeedHub hub, IEventLog log, TimeProvider time)
{
    // A page ends before its clients' topics have so many characters.
    private const int PageText = 1 << 18;

    private static readonly TimeSpan MaxReach = NodeLine.Patience / 2; // the answer must be in time

    internal async Task<NodeAnswer> AnswerAsync(NodeQuestion question) => question switch
    {
        NodeQuestion.ListClients list => Page(list),
        NodeQuestion.FindClient find => new NodeAnswer
        {
            Clients = await here.FindClientAsync(find.Client, CancellationToken.None) is { } client ? [client] : [],
        },
        NodeQuestion.CountFollowers count => new NodeAnswer
        {
            Followers = await here.CountFollowersAsync(
                [.. count.Topics.Select(TopicName.Parse)], CancellationToken.None),
        },
        NodeQuestion.FindFollowed find => new NodeAnswer { Followed = here.FindFollowed(find.Topics) },
        NodeQuestion.CloseClient close => new NodeAnswer
        {
            Ended = await here.CloseClientAsync(close.Client, close.Reason, CancellationToken.None) ? 1 : 0,
        },
        NodeQuestion.CloseUser close => new NodeAnswer
        {
            Ended = await here.CloseUserAsync(close.User, close.Reason, CancellationToken.None),
        },
        NodeQuestion.RenewAccess renew => new NodeAnswer
        {
            Renewed = RenewedText.Of(
                await here.RenewAccessAsync(renew.Client, renew.Grant.Read(), CancellationToken.None)),
        },
        NodeQuestion.ChangeSubscription change => new NodeAnswer { Changed = await ChangeAsync(change) },
        _ => throw new NotSupportedException(),
    };

    /// <summary>
    /// Changes the topics of a client of this node, once the log has reached the positions that the change names: another
    /// node may have given them.
    /// </summary>
    internal async ValueTask<ChangedSubscription> ChangeAsync(
        string id, SubscriptionChange change, int limit, CancellationToken cancellationToken)
    {
        if (hub.Find(id) is null)
        {
            return ChangedSubscription.Left;
        }

        using var late = new CancellationTokenSource(MaxReach, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            await Task.WhenAll(change.Additions.Select(addition => addition.After).OfType<Position>().Distinct()
                .Select(after => log.ReachAsync(after, linked.Token).AsTask()));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Redis is away, or nobody has given this position.
        }

        return await here.ChangeSubscriptionAsync(id, change, limit, cancellationToken);
    }

    private ValueTask<ChangedSubscription> ChangeAsync(NodeQuestion.ChangeSubscription asked)
    {
        var change = new SubscriptionChange(
            [.. asked.Additions.Select(addition => addition.Read())],
            [.. asked.Removals.Select(TopicPattern.Parse)]);
        return ChangeAsync(asked.Client, change, asked.Limit, CancellationToken.None);
    }

    private NodeAnswer Page(NodeQuestion.ListClients asked)
    {
        var newest = asked.Newest == 0 ? hub.Joined : asked.Newest;
        var page = ClientPages.Next(hub, asked.After, newest, ClientPages.OfNode);
        var (taken, text) = (0, 0);
        while (taken < page.Count && (text < PageText || taken == 0))
        {
            text += page[taken++].Subscription.Topics.Sum(topic => topic.Text.Length);
        }

        return new NodeAnswer
        {
            Clients = [.. page.Take(taken).Select(ClientInfo.Of)],
            Next = taken < page.Count || taken == ClientPages.OfNode ? page[taken - 1].Number : null,
            Newest = newest,
        };
    }
}
