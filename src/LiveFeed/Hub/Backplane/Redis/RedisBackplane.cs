using System.Runtime.CompilerServices;
using LiveFeed.Clients;
using LiveFeed.Clients.Renewing;
using LiveFeed.Clients.Subscribing;
using LiveFeed.Events;
using LiveFeed.Frames;
using LiveFeed.Log;
using LiveFeed.Log.Redis;
using LiveFeed.Telemetry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LiveFeed.Hub.Backplane.Redis;

/// <summary>
/// The backplane of several nodes whose log is on Redis. This node is asked first; the others only for what it does not
/// have. While Redis is away, it is the backplane of this node alone. Any thread.
/// </summary>
internal sealed class RedisBackplane : IBackplane, IDisposable
{
    private readonly LocalBackplane _here;
    private readonly LocalAnswers _answers;
    private readonly NodeLine _line;
    private readonly HeldEvents _held;
    private readonly ToldEvents _told;
    private bool _hearsEvents; // written by who beats, as the next
    private bool _hearsNodes;

    public RedisBackplane(
        RedisServer server,
        ClusterNodes nodes,
        LocalBackplane here,
        FeedHub hub,
        IEventLog log,
        IOptions<ClusterOptions> options,
        ClusterMetrics metrics,
        TimeProvider time,
        ILogger<RedisBackplane> logger)
    {
        (_here, _answers) = (here, new LocalAnswers(here, hub));
        _line = new NodeLine(server, nodes, options.Value.Patience, metrics, time, logger);
        _held = new HeldEvents(log.ReachAsync, here.Send, metrics, time, logger);
        _told = new ToldEvents(server, nodes.Id, log, _held, metrics);
    }

    /// <summary>Hears the other nodes from now on. A second call does nothing.</summary>
    /// <exception cref="LogUnavailableException">Redis cannot be reached; call it again.</exception>
    internal async Task ListenAsync()
    {
        if (!_hearsEvents)
        {
            await _told.ListenAsync();
            _hearsEvents = true;
        }

        if (!_hearsNodes)
        {
            await _line.ListenAsync(_answers.AnswerAsync);
            _hearsNodes = true;
        }
    }

    public void Send(FeedEvent ephemeral)
    {
        _here.Send(ephemeral);
        _told.Tell(ephemeral);
    }

    public IAsyncEnumerable<ClientInfo> ListClientsAsync(CancellationToken cancellationToken) =>
        _here.ListClientsAsync(cancellationToken)
            .Concat(_line.ListOthers().ToAsyncEnumerable().SelectMany(node => ListClientsAsync(node, cancellationToken)));

    public async ValueTask<ClientInfo?> FindClientAsync(string id, CancellationToken cancellationToken) =>
        await _here.FindClientAsync(id, cancellationToken) ?? await FirstAsync(
            new NodeQuestion.FindClient(id),
            answer => answer.Clients is [var client, ..] ? client : null,
            cancellationToken);

    public async ValueTask<IReadOnlyList<int>> CountFollowersAsync(
        IReadOnlyList<TopicName> topics, CancellationToken cancellationToken)
    {
        var others = await Task.WhenAll(_line.AskAll(
            new NodeQuestion.CountFollowers([.. topics.Select(topic => topic.Value)]), cancellationToken));
        int[] sums = [.. await _here.CountFollowersAsync(topics, cancellationToken)];
        foreach (var counts in others.Select(answer => answer?.Followers).Where(counts => counts?.Count == sums.Length))
        {
            for (var i = 0; i < sums.Length; i++)
            {
                sums[i] += counts![i];
            }
        }

        return sums;
    }

    public async ValueTask<IReadOnlySet<string>?> FindFollowedElsewhereAsync(
        IReadOnlyList<string> topics, CancellationToken cancellationToken)
    {
        var answers = await Task.WhenAll(_line.AskAll(new NodeQuestion.FindFollowed(topics), cancellationToken));
        return answers.Any(answer => answer?.Followed is null)
            ? null
            : answers.SelectMany(answer => answer!.Followed!).ToHashSet();
    }

    public async ValueTask<bool> CloseClientAsync(string id, CloseReason reason, CancellationToken cancellationToken) =>
        await _here.CloseClientAsync(id, reason, cancellationToken) || await FirstAsync(
            new NodeQuestion.CloseClient(id, reason), answer => answer.Ended > 0 ? answer : null, cancellationToken)
            is not null;

    public async ValueTask<int> CloseUserAsync(string user, CloseReason reason, CancellationToken cancellationToken)
    {
        var others = _line.AskAll(new NodeQuestion.CloseUser(user, reason), cancellationToken);
        return await _here.CloseUserAsync(user, reason, cancellationToken) +
            (await Task.WhenAll(others)).Sum(answer => answer?.Ended ?? 0);
    }

    public void EndForGood(string id)
    {
        _here.EndForGood(id);
        _ = _line.AskAll(new NodeQuestion.EndForGood(id), CancellationToken.None);
    }

    public bool HasEndedForGood(string id) => _here.HasEndedForGood(id);

    public async ValueTask<RenewedAccess> RenewAccessAsync(
        string id, AccessGrant newer, CancellationToken cancellationToken)
    {
        var renewed = await _here.RenewAccessAsync(id, newer, cancellationToken);
        return renewed.Outcome != RenewalOutcome.Left ? renewed : await FirstAsync(
            new NodeQuestion.RenewAccess(id, GrantText.Of(newer)),
            answer => answer.Renewed is { Outcome: not RenewalOutcome.Left } taken ? taken.Read() : null,
            cancellationToken) ?? renewed;
    }

    public async ValueTask<ChangedSubscription> ChangeSubscriptionAsync(
        string id, SubscriptionChange change, int limit, CancellationToken cancellationToken)
    {
        var changed = await _here.ChangeSubscriptionAsync(id, change, limit, cancellationToken);
        return changed.Outcome != SubscribeOutcome.Left ? changed : await FirstAsync(
            new NodeQuestion.ChangeSubscription(
                id,
                [.. change.Additions.Select(AdditionText.Of)],
                [.. change.Removals.Select(topic => topic.Text)],
                limit),
            answer => answer.Changed is { Outcome: not SubscribeOutcome.Left } taken ? taken : null,
            cancellationToken) ?? changed;
    }

    public void Dispose() => _held.Dispose();

    // Page by page, as the caller reads.
    private async IAsyncEnumerable<ClientInfo> ListClientsAsync(
        string node, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var (after, newest) = (0L, 0L); ;)
        {
            var answer = await _line.AskAsync(node, new NodeQuestion.ListClients(after, newest), cancellationToken);
            foreach (var client in answer?.Clients ?? [])
            {
                yield return client;
            }

            if (answer?.Next is not { } next || next <= after)
            {
                yield break;
            }

            (after, newest) = (next, answer.Newest ?? 0);
        }
    }

    // Of all other nodes, the first answer that says something. The others' are not waited for.
    private async Task<T?> FirstAsync<T>(
        NodeQuestion question, Func<NodeAnswer, T?> pick, CancellationToken cancellationToken)
        where T : class
    {
        using var found = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            await foreach (var asked in Task.WhenEach(_line.AskAll(question, found.Token)))
            {
                if (await asked is { } answer && pick(answer) is { } first)
                {
                    return first;
                }
            }

            return null;
        }
        finally
        {
            await found.CancelAsync();
        }
    }
}
