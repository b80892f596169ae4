namespace LiveFeed.Faults.Load;

/// <summary>Producers of every kind and some followers of one service, and the check of what they got.</summary>
internal sealed class Crowd : IAsyncDisposable
{
    private const int Followers = 3;

    private readonly Service _service;
    private readonly CancellationTokenSource _stopProducing = new();
    private readonly CancellationTokenSource _stopFollowing = new();
    private readonly Producer[] _producers;
    private readonly Follower[] _followers;
    private readonly HttpClient _streams;
    private readonly HttpClient _posts;
    private Task _producing = Task.CompletedTask;
    private Task _following = Task.CompletedTask;

    /// <param name="service">Whose producers and followers.</param>
    /// <param name="pause">Between two requests of a producer; by default a short one.</param>
    /// <param name="life">After which a follower ends its stream and resumes; by default never.</param>
    internal Crowd(Service service, TimeSpan? pause = null, TimeSpan? life = null)
    {
        (_service, _streams, _posts) = (service, service.NewClient(), service.NewClient());
        _streams.Timeout = Timeout.InfiniteTimeSpan;
        _producers = [.. Enum.GetValues<PostKind>().Select((kind, key) => new Producer(key, kind, _posts, Witness, pause))];
        _followers = [.. Enumerable.Range(0, Followers).Select(_ => new Follower(_streams, Witness, life))];
    }

    internal Witness Witness { get; } = new();

    internal TimeSpan SlowestAnswer => _producers.Max(producer => producer.Slowest);

    internal bool AreClosed => Array.TrueForAll(_followers, follower => follower.Closings > 0);

    /// <summary>Has everyone connected before the first event.</summary>
    internal async Task StartAsync()
    {
        _following = Task.WhenAll(_followers.Select(follower => Task.Run(() => follower.RunAsync(_stopFollowing.Token))));
        await Wait.UntilAsync(() => Array.TrueForAll(_followers, follower => follower.IsConnected), "everyone is connected");
        _producing = Task.WhenAll(_producers.Select(producer => Task.Run(() => producer.RunAsync(_stopProducing.Token))));
    }

    /// <summary>Waits until a producer is answered again; returns how long that took.</summary>
    internal Task<TimeSpan> UntilAcknowledgedAsync()
    {
        var before = Witness.Acknowledged;
        return Wait.UntilAsync(() => Witness.Acknowledged > before, "a producer is answered");
    }

    /// <summary>Ends the load and judges it by the log.</summary>
    internal async Task<Verdict> EndAsync(bool mayLoseLastMoment)
    {
        await _stopProducing.CancelAsync();
        await _producing;
        if (_producers.Select(producer => producer.Surprise).FirstOrDefault(text => text is not null) is { } surprise)
        {
            throw new FaultException($"a producer was answered {surprise}");
        }

        var log = await ReadLogAsync();
        await Wait.UntilAsync(
            () => Array.TrueForAll(_followers, follower => follower.Has(log[^1])), "every client has the last event");
        var verdict = Witness.Judge(log, mayLoseLastMoment);
        var runs = new RunTable(_service.LogFile);
        var losses = runs.Losses();
        return verdict with
        {
            Lost = verdict.Lost + _followers.Sum(follower => follower.Gaps + follower.Missing(log)),
            Losses = losses.Count,
            Untold = _followers.Sum(follower => losses.Except(follower.Losses.Select(told => told.Before)).Count()),
            Imagined = _followers.Sum(follower =>
                follower.Losses.Count(told => told.IsLate || !runs.IsLoss(told.After, told.Before))),
            Duplicated = verdict.Duplicated + _followers.Sum(follower => follower.Duplicated),
        };
    }

    public async ValueTask DisposeAsync()
    {
        await _stopProducing.CancelAsync();
        await _stopFollowing.CancelAsync();
        await Task.WhenAll(_producing, _following);
        _stopProducing.Dispose();
        _stopFollowing.Dispose();
        _streams.Dispose();
        _posts.Dispose();
    }

    private ValueTask<List<LoggedEvent>> ReadLogAsync() => HistoryPages.ReadAsync(_service)
        .Select(e => new LoggedEvent(Witness.Sequence(e.Position), e.Producer, e.Number)).ToListAsync();
}
