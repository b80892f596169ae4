using System.Diagnostics.Metrics;
using BenchmarkDotNet.Attributes;
using LiveFeed.Access.Authorization;
using LiveFeed.Access.Limits;
using LiveFeed.Clients;
using LiveFeed.Hub;
using LiveFeed.Hub.Backplane;
using LiveFeed.Log;
using LiveFeed.Log.Memory;
using LiveFeed.Publishing;
using LiveFeed.Rooms;
using LiveFeed.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace LiveFeed.Bench.Micro;

/// <summary>One user joins a room and leaves it, in ever larger rooms: their size must not matter.</summary>
public class RoomBenchmarks : IDisposable
{
    private static readonly Caller Anyone = Caller.With(Rights.Everything);

    private RoomService? _rooms;
    private FeedClient? _client;
    private PublishSession? _session;

    [Params(10, 5_000, 50_000)]
    public int Members { get; set; }

    [GlobalSetup]
    public void Fill()
    {
        var log = new MemoryEventLog(Options.Create(new LogOptions { MaxEvents = 1_000 }), TimeProvider.System);
        var metrics = new LiveFeedMetrics(
            new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>());
        var hub = new FeedHub(
            log, Options.Create(new DeliveryOptions()), TimeProvider.System, metrics, NullLogger<FeedHub>.Instance);
        var limits = Options.Create(new LimitsOptions());
        var sessions = new PublishSessions(
            new FeedPublisher(log, new FanOut(log, hub), new LocalBackplane(hub), metrics),
            new PublishRateLimiter(limits),
            limits,
            TimeProvider.System);
        _session = sessions.OfService;
        _rooms = new RoomService(
            hub,
            log,
            sessions,
            Options.Create(new RoomsOptions()),
            TimeProvider.System,
            NullLogger<RoomService>.Instance);
        for (var i = 0; i < Members; i++)
        {
            Join(Connect(hub), $"u{i}");
        }

        _client = Connect(hub);
    }

    [Benchmark]
    public void JoinAndLeave()
    {
        Join(_client!, "newcomer");
        _rooms!.LeaveAsync(_client!, RoomName.General, CancellationToken.None).AsTask().Wait();
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _rooms?.Dispose();
        GC.SuppressFinalize(this);
    }

    private static FeedClient Connect(FeedHub hub) =>
        hub.JoinAsync(new JoinRequest { Transport = "bench" }, CancellationToken.None).AsTask().Result;

    private void Join(FeedClient client, string user) => _rooms!.JoinAsync(
        client, Anyone, _session!, RoomName.General, new RoomUser(user, null), CancellationToken.None).AsTask().Wait();
}
