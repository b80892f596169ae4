using LiveFeed.Clients;
using LiveFeed.Clients.Subscribing;
using LiveFeed.Events;

namespace LiveFeed.Hub.Backplane.Redis;

/// <summary>Answers the questions of other nodes about this node's clients. Any thread.</summary>
internal sealed class LocalAnswers(LocalBackplane here, FeedHub hub)
{
    // A page ends before its clients' topics have so many characters.
    private const int PageText = 1 << 18;

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
        NodeQuestion.EndForGood ended => EndForGood(ended.Id),
        NodeQuestion.RenewAccess renew => new NodeAnswer
        {
            Renewed = RenewedText.Of(
                await here.RenewAccessAsync(renew.Client, renew.Grant.Read(), CancellationToken.None)),
        },
        NodeQuestion.ChangeSubscription change => new NodeAnswer { Changed = await ChangeAsync(change) },
        _ => throw new NotSupportedException(),
    };

    private NodeAnswer EndForGood(string id)
    {
        here.EndForGood(id);
        return new NodeAnswer();
    }

    private ValueTask<ChangedSubscription> ChangeAsync(NodeQuestion.ChangeSubscription asked)
    {
        var change = new SubscriptionChange(
            [.. asked.Additions.Select(addition => addition.Read())],
            [.. asked.Removals.Select(TopicPattern.Parse)]);
        return here.ChangeSubscriptionAsync(asked.Client, change, asked.Limit, CancellationToken.None);
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
