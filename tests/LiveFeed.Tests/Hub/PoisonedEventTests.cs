using System.Buffers;
using System.Diagnostics.Metrics;
using LiveFeed.Clients;
using LiveFeed.Clients.Direct;
using LiveFeed.Events;
using LiveFeed.Frames;
using LiveFeed.Hub;
using LiveFeed.Log;
using LiveFeed.Log.Memory;
using LiveFeed.Telemetry;
using LiveFeed.Tests.Properties.Delivery;
using LiveFeed.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using static LiveFeed.Tests.Support.TestEvents;

namespace LiveFeed.Tests.Hub;

/// <summary>An event that cannot be encoded costs that event only, and nobody gets another twice for it.</summary>
public sealed class PoisonedEventTests : IDisposable
{
    private const int Poison = 99;

    private readonly FakeTimeProvider _time = new(Noon);
    private readonly MemoryEventLog _log;
    private readonly ServiceProvider _meters = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly RecordingLogger<FeedHub> _lines = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly Pump _pump = new(seed: 1);
    private readonly FeedHub _hub;
    private readonly PoisonedEncoder _encoder = new();

    public PoisonedEventTests()
    {
        SynchronizationContext.SetSynchronizationContext(_pump);
        _log = new MemoryEventLog(Options.Create(new LogOptions()), _time);
        var options = new DeliveryOptions { Lanes = 1, FlushWindow = TimeSpan.Zero };
        _hub = new FeedHub(
            _log, Options.Create(options), _time, new LiveFeedMetrics(_meters.GetRequiredService<IMeterFactory>()), _lines);
        _log.Appended += _hub.Lanes[0].Wake;
        _ = _hub.Lanes[0].RunAsync(_stopping.Token);
    }

    public void Dispose()
    {
        _stopping.Cancel();
        _pump.Run();
        SynchronizationContext.SetSynchronizationContext(null);
        _hub.Dispose();
        _stopping.Dispose();
        _meters.Dispose();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Each_client_is_told_of_it_as_a_gap_and_has_the_others_once(bool together)
    {
        var clients = new[] { await FollowAsync(), await FollowAsync(), await FollowAsync() };
        int[] numbers = [11, 12, Poison, 14, 15];
        foreach (var batch in together ? [numbers] : numbers.Select(number => new[] { number }))
        {
            await _log.AppendAsync([.. batch.Select(number => Event("a", number))], TestContext.Current.CancellationToken);
            _pump.Run();
        }

        for (var second = 0; second < 3; second++)
        {
            _time.Advance(TimeSpan.FromSeconds(1)); // when a failed turn would be tried again
            _pump.Run();
        }

        Assert.All(clients, client => Assert.Equal("11 12 gap 14 15", string.Join(' ', client.Sent)));
        Assert.Equal(1, _encoder.Failures);
        Assert.Single(_lines.Messages);
    }

    [Fact]
    public void Where_several_events_are_one_message_it_costs_that_event_only_and_is_logged_as_that()
    {
        var batch = BatchFrame.Of(Frame(1, 11)).With(Frame(2, Poison)).With(Frame(3, 12));
        _encoder.WritesBatchesAsOne = true;

        Assert.Equal("11 gap 12 ", System.Text.Encoding.UTF8.GetString(batch.Encoded(_encoder)));
        Assert.Contains("sequence 2 ", Assert.Single(_lines.Messages), StringComparison.Ordinal);

        static EventFrame Frame(long sequence, int number) => new(Event("a", number), new Position("abc", sequence));
    }

    [Fact]
    public async Task A_connection_that_fails_ends_its_own_client_and_the_others_have_everything_once()
    {
        var (one, two, three) = (await FollowAsync(), await FollowAsync(), await FollowAsync());
        two.Fails = true;
        for (var number = 1; number <= 3; number++)
        {
            await _log.AppendAsync([Event("a", number), Event("a", number + 10)], TestContext.Current.CancellationToken);
            _pump.Run();
            _time.Advance(TimeSpan.FromSeconds(1));
            _pump.Run();
        }

        Assert.Equal("1 11 2 12 3 13", string.Join(' ', one.Sent));
        Assert.Equal("1 11 2 12 3 13", string.Join(' ', three.Sent));
        Assert.True(two.Client.CutOff.IsCancellationRequested);
        Assert.Equal("This connection fails.", two.Client.Fault!.Message); // its transport logs it
        Assert.Equal(DisconnectReason.Unavailable, two.Client.GoneBecause);
    }

    private async Task<Direct> FollowAsync()
    {
        var client = await _hub.JoinAsync(
            new JoinRequest { Transport = "test", Topics = [TopicPattern.Parse("**")] },
            TestContext.Current.CancellationToken);
        var direct = new Direct(client);
        client.WriteDirectlyBy(new DirectWrite(direct, _encoder));
        _ = client.WaitAsync().AsTask();
        return direct;
    }

    // What it is sent, as words.
    private sealed class Direct(FeedClient client) : IDirectConnection
    {
        internal FeedClient Client => client;

        internal List<string> Sent { get; } = [];

        internal bool Fails { get; set; }

        public SendOutcome TrySend(byte[] bytes)
        {
            if (Fails)
            {
                throw new InvalidOperationException("This connection fails.");
            }

            Sent.AddRange(System.Text.Encoding.UTF8.GetString(bytes).Split(' ', StringSplitOptions.RemoveEmptyEntries));
            return SendOutcome.Sent;
        }
    }

    private sealed class PoisonedEncoder : FrameEncoder
    {
        internal int Failures { get; private set; }

        internal bool WritesBatchesAsOne { get; set; }

        internal override void Write(Frame frame, IBufferWriter<byte> to)
        {
            switch (frame)
            {
                case BatchFrame batch when WritesBatchesAsOne:
                    Array.ForEach(batch.ToArray(), frame => Write(frame, to));
                    break;
                case BatchFrame batch:
                    batch.Join(this, to);
                    break;
                case GapFrame:
                    to.Write("gap "u8);
                    break;
                case HeartbeatFrame:
                    break;
                case EventFrame e when e.Number() == Poison:
                    throw Failure();
                default:
                    to.Write(System.Text.Encoding.UTF8.GetBytes($"{((EventFrame)frame).Number()} "));
                    break;
            }
        }

        private InvalidOperationException Failure()
        {
            Failures++;
            return new("This event cannot be encoded.");
        }
    }
}
