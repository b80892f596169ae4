using LiveFeed.Clients;
using LiveFeed.Log;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using static LiveFeed.Tests.Support.TestEvents;

namespace LiveFeed.Tests.Clients;

/// <summary>When a client counts as stalled, looked at once a second.</summary>
public sealed class StallingTests : IAsyncDisposable
{
    private static readonly TimeSpan After = TimeSpan.FromSeconds(60);

    private readonly FakeTimeProvider _time = new(Noon);
    private readonly Peer _peer = new();
    private readonly MemoryEventLog _log;
    private readonly FeedClient _client;

    public StallingTests()
    {
        _log = new MemoryEventLog(Options.Create(new LogOptions()), _time);
        _client = new FeedClient(Following("**"), "test", _log, queueLength: 10, _time);
        _client.ReadBy(_peer);
    }

    public ValueTask DisposeAsync() => _log.DisposeAsync();

    [Fact]
    public void Whose_transport_writes_and_whose_peer_takes_nothing_is_cut_off_after_that_time_and_not_before()
    {
        Pass(seconds: 59);
        Assert.False(_client.CutOff.IsCancellationRequested);
        Pass(seconds: 1);
        Assert.True(_client.CutOff.IsCancellationRequested);
    }

    [Fact]
    public void A_peer_that_takes_a_byte_now_and_then_is_slow_and_not_stalled()
    {
        for (var minute = 0; minute < 10; minute++)
        {
            Pass(seconds: 59);
            _peer.Taken++;
        }

        Assert.False(_client.CutOff.IsCancellationRequested);
        Pass(seconds: 61);
        Assert.True(_client.CutOff.IsCancellationRequested);
    }

    [Fact]
    public void A_finished_write_begins_the_time_anew()
    {
        Pass(seconds: 59);
        _client.Wrote(events: 1);
        Pass(seconds: 59);

        Assert.False(_client.CutOff.IsCancellationRequested);
    }

    [Fact]
    public async Task While_nothing_waits_for_it_a_client_may_be_silent_for_ever()
    {
        await _client.StartAsync(after: null, last: 0, TestContext.Current.CancellationToken);
        var waiting = _client.WaitAsync().AsTask(); // the transport has written everything and sleeps

        Pass(seconds: 1_000);

        Assert.False(_client.CutOff.IsCancellationRequested);
        Assert.False(waiting.IsCompleted);
    }

    private void Pass(int seconds)
    {
        for (; seconds > 0; seconds--)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            _client.CutOffIfStalled(After, _time.GetTimestamp());
        }
    }

    private sealed class Peer : IPeer
    {
        public long Taken { get; set; }
    }
}
