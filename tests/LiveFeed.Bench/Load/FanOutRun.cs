using LiveFeed.Bench.Linux;
using LiveFeed.Bench.Servers;

namespace LiveFeed.Bench.Load;

/// <summary>
/// One load on one server: clients that connect all at once, events that are published at a steady rate, and what arrives.
/// All of it on the calling thread, so that nothing here competes with itself.
/// </summary>
internal sealed class FanOutRun : IDisposable
{
    // After this many reads it looks for answers. Otherwise a publish would seem as slow as the deliveries read before its
    // answer.
    private const int ReadsBetweenAnswers = 32;

    // A publisher that is further behind its rate than this does not make up for it.
    private const long MaxBehind = MonotonicClock.Second / 2;

    // A load generator that waits for data for less than this part of the time is the bottleneck: it measures itself.
    private const double LeastIdle = 0.03;

    // What makes a server's hot methods compiled at their best: .NET's costs per delivery fall for that long.
    private const int WarmUpRounds = 3;

    private static readonly FanOutLoad WarmUpLoad =
        new(1_000, 50, 4) { WarmUp = TimeSpan.Zero, Duration = TimeSpan.FromSeconds(3) };
    private static readonly TimeSpan ConnectTime = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan SettleTime = TimeSpan.FromSeconds(1);

    private readonly Target _target;
    private readonly int _process;
    private readonly FanOutLoad _load;
    private readonly DeliveryTally _tally;
    private readonly StreamFleet _fleet = new();
    private readonly PublisherPool _publishers;
    private readonly Random _random = new(1); // the same moments in every run
    private readonly long _residentBefore;
    private double _connectSeconds;
    private long _due; // when the next event is to be published
    private int _skipped;
    private long _waited; // nanoseconds with nothing to read

    internal FanOutRun(ServerProcess server, FanOutLoad load)
        : this(server.Target, server.Id, load)
    {
    }

    private FanOutRun(Target target, int process, FanOutLoad load)
    {
        (_target, _process, _load) = (target, process, load);
        var events = (int)(load.Rate * (load.WarmUp + load.Duration).TotalSeconds * 1.1) + 1_000;
        _tally = new DeliveryTally(load.Clients, events);
        _residentBefore = ProcessFigures.ResidentKilobytes(process);
        _publishers = new PublisherPool(target, load.Publishers, _tally);
        _fleet.WaitAlsoFor(_publishers.Poller);
    }

    /// <summary>Deliveries since the start, warm-up included.</summary>
    internal long Received => _tally.Received;

    /// <summary>To be done first with every server, also with those that do not need it.</summary>
    internal static void WarmUp(ServerProcess server, bool quick)
    {
        for (var i = 0; i < (quick ? 1 : WarmUpRounds); i++)
        {
            Measure(server, WarmUpLoad);
        }
    }

    internal static FanOutResult Measure(ServerProcess server, FanOutLoad load)
    {
        var result = Measure(server.Target, server.Id, load);
        server.WaitUntilIdle(); // thousands have left at once, and whose turn is next shares its processor
        return result;
    }

    /// <param name="target">Where to.</param>
    /// <param name="process">Whose processor time and memory it is.</param>
    /// <param name="load">What it is to do.</param>
    internal static FanOutResult Measure(Target target, int process, FanOutLoad load)
    {
        using var run = new FanOutRun(target, process, load);
        run.Connect();
        return run.Publish();
    }

    /// <summary>Connects every client, at once.</summary>
    internal void Connect()
    {
        var (request, reply) = (_target.SubscribeRequest(), _target.FirstReply());
        var start = MonotonicClock.Now;
        for (var i = 0; i < _load.Clients; i++)
        {
            _fleet.Dial(_fleet.Add(client => new MarkerSink(client, _tally)), _target.Port, request, reply);
        }

        _fleet.ServeUntil(() => _fleet.In(StreamState.Connecting) + _fleet.In(StreamState.Asking) == 0, ConnectTime);
        _connectSeconds = MonotonicClock.SecondsSince(start);
    }

    /// <summary>Publishes: first to warm up, then to be measured.</summary>
    internal FanOutResult Publish()
    {
        Turn(SettleTime, publish: false);
        var idle = ProcessFigures.ResidentKilobytes(_process) - _residentBefore;
        _due = MonotonicClock.Now;
        Turn(_load.WarmUp, publish: true);

        _tally.Begin();
        (_skipped, _waited) = (0, 0);
        var (start, cpu) = (MonotonicClock.Now, ProcessFigures.CpuSeconds(_process));
        Turn(_load.Duration, publish: true);
        var isLimit = _waited < _load.Duration.TotalNanoseconds * LeastIdle;
        Turn(_load.Drain, publish: false, until: () => _tally.Delivered == _tally.Expected);
        return Result(MonotonicClock.SecondsSince(start), ProcessFigures.CpuSeconds(_process) - cpu, idle, isLimit);
    }

    public void Dispose()
    {
        _publishers.Dispose();
        _fleet.Dispose();
    }

    private void Turn(TimeSpan time, bool publish, Func<bool>? until = null)
    {
        const int LookAgain = 5; // milliseconds
        var end = MonotonicClock.Now + (long)time.TotalNanoseconds;
        for (var now = MonotonicClock.Now; now < end && until?.Invoke() != true; now = MonotonicClock.Now)
        {
            if (publish)
            {
                PublishWhatIsDue(now);
            }

            var pause = publish ? Math.Max(0, _due - now) / MonotonicClock.Millisecond : LookAgain;
            var asked = MonotonicClock.Now;
            var ready = _fleet.Wait((int)Math.Min(pause, LookAgain));
            _waited += MonotonicClock.Now - asked;
            for (var i = 0; i < ready; i++)
            {
                if (!_fleet.IsOther(i))
                {
                    _fleet.Serve(i);
                }

                if (i % ReadsBetweenAnswers == ReadsBetweenAnswers - 1 || _fleet.IsOther(i))
                {
                    _publishers.TakeAnswers();
                    PublishIfDue(publish);
                }
            }
        }
    }

    private void PublishIfDue(bool publish)
    {
        if (publish && MonotonicClock.Now is var now && now >= _due)
        {
            PublishWhatIsDue(now);
        }
    }

    private void PublishWhatIsDue(long now)
    {
        if (now < _due)
        {
            return;
        }

        _skipped += _publishers.TryPublish() ? 0 : 1;
        _due += UntilNext();
        _due = _due + MaxBehind < now ? now : _due;
    }

    private long UntilNext()
    {
        var mean = MonotonicClock.Second / _load.Rate;
        return _load.IsRandom ? (long)(-Math.Log(1 - _random.NextDouble()) * mean) : mean;
    }

    private FanOutResult Result(double seconds, double cpuSeconds, long idleKilobytes, bool isLimit) => new()
    {
        Published = _tally.Published,
        Skipped = _skipped,
        Delivered = _tally.Delivered,
        Lost = _tally.Expected - _tally.Delivered,
        Duplicates = _tally.Duplicates,
        CpuSeconds = cpuSeconds,
        Seconds = seconds,
        DeliveryP50Ms = _tally.Latencies.Percentile(0.5),
        DeliveryP99Ms = _tally.Latencies.Percentile(0.99),
        DeliveryMaxMs = _tally.Latencies.LongestMilliseconds,
        PublishP50Ms = _publishers.Latencies.Percentile(0.5),
        PublishP99Ms = _publishers.Latencies.Percentile(0.99),
        ConnectSeconds = _connectSeconds,
        IdleKilobytesPerClient = idleKilobytes / (double)_load.Clients,
        Faults = Faults(isLimit),
    };

    private string? Faults(bool isLimit)
    {
        var missing = _load.Clients - _fleet.In(StreamState.Open);
        string[] faults =
        [
            .. missing == 0 ? [] : (string[])[$"{missing} clients not connected"],
            .. _publishers.Failed == 0 ? [] : (string[])[$"{_publishers.Failed} publishes refused"],
            .. isLimit ? (string[])["the load generator is the limit"] : [],
        ];
        return faults.Length == 0 ? null : string.Join(", ", faults);
    }
}
