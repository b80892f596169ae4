using LiveFeed.Clients;
using LiveFeed.Frames;
using LiveFeed.Log;
using LiveFeed.Log.Memory;
using LiveFeed.Tests.Support;
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
    public void A_client_that_takes_no_waiting_bytes_is_cut_off_after_that_time_and_not_before()
    {
        _peer.Progress = new PeerProgress(Taken: 7, Waits: true);
        Pass(seconds: 60); // seen first after one of them
        Assert.False(_client.CutOff.IsCancellationRequested);
        Pass(seconds: 1);
        Assert.True(_client.CutOff.IsCancellationRequested);
    }

    [Fact]
    public void A_peer_that_takes_a_byte_now_and_then_is_slow_and_not_stalled()
    {
        for (var minute = 1; minute <= 10; minute++)
        {
            _peer.Progress = new PeerProgress(Taken: minute, Waits: true);
            Pass(seconds: 60);
        }

        Assert.False(_client.CutOff.IsCancellationRequested);
        Pass(seconds: 1);
        Assert.True(_client.CutOff.IsCancellationRequested);
    }

    [Fact]
    public void A_peer_that_has_everything_may_be_silent_for_ever()
    {
        Pass(seconds: 1_000);

        Assert.False(_client.CutOff.IsCancellationRequested);
    }

    [Fact]
    public void Time_in_which_nothing_waited_does_not_count()
    {
        Pass(seconds: 1_000);
        _peer.Progress = new PeerProgress(Taken: 0, Waits: true);
        Pass(seconds: 60);

        Assert.False(_client.CutOff.IsCancellationRequested);
    }

    [Fact]
    public async Task A_half_open_connection_is_ended_although_what_was_written_to_it_found_room_and_its_transport_sleeps()
    {
        await _client.StartAsync(after: null, last: 0, TestContext.Current.CancellationToken);
        var waiting = _client.WaitAsync().AsTask();
        _peer.Progress = new PeerProgress(Taken: 7, Waits: true); // a heartbeat, in the kernel's buffer

        Pass(seconds: 61);

        Assert.False(await waiting.WithinDeadline());
    }

    [Fact]
    public void Where_the_kernel_does_not_tell_of_the_peer_a_finished_write_begins_the_time_anew()
    {
        _client.ReadBy(null);
        Pass(seconds: 60);
        _client.Wrote(events: 1);
        Pass(seconds: 60);
        Assert.False(_client.CutOff.IsCancellationRequested);
        Pass(seconds: 1);
        Assert.True(_client.CutOff.IsCancellationRequested);
    }

    [Fact]
    public async Task Where_the_kernel_does_not_tell_of_the_peer_waiting_for_events_does_not_count()
    {
        _client.ReadBy(null);
        await _client.StartAsync(after: null, last: 0, TestContext.Current.CancellationToken);
        var waiting = _client.WaitAsync().AsTask(); // the transport has written everything and sleeps

        Pass(seconds: 1_000);

        Assert.False(_client.CutOff.IsCancellationRequested);
        Assert.False(waiting.IsCompleted);
    }

    [Theory]
    [InlineData(CloseReason.Kicked, DisconnectReason.Kicked)]
    [InlineData(CloseReason.Lifetime, DisconnectReason.Stalled)]
    internal void A_client_that_is_closed_has_that_time_for_the_rest_however_it_takes_it(
        CloseReason closing, DisconnectReason gone)
    {
        Drop(seconds: 100);
        Assert.False(_client.CutOff.IsCancellationRequested);

        _client.Close(closing);
        Drop(seconds: 60); // seen first after one of them
        Assert.False(_client.CutOff.IsCancellationRequested);
        Drop(seconds: 1);
        Assert.True(_client.CutOff.IsCancellationRequested);
        Assert.Equal(gone, _client.GoneBecause);
    }

    // It takes a byte a second.
    private void Drop(int seconds)
    {
        for (; seconds > 0; seconds--)
        {
            _peer.Progress = new PeerProgress(_peer.Progress.Taken + 1, Waits: true);
            Pass(seconds: 1);
        }
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
        public PeerProgress Progress { get; set; }

        public PeerProgress Look() => Progress;
    }
}
