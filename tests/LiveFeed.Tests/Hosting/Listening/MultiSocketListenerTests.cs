using System.Net;
using System.Net.Sockets;
using LiveFeed.Hosting.Listening;
using LiveFeed.Telemetry;
using LiveFeed.Tests.Properties;
using LiveFeed.Tests.Support;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Time.Testing;

namespace LiveFeed.Tests.Hosting.Listening;

/// <summary>A listening socket that fails, among others.</summary>
public sealed class MultiSocketListenerTests : IAsyncDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly LiveFeedMetrics _metrics = new(new Meters());
    private readonly RecordingLogger<MultiSocketListener> _lines = new();
    private readonly FailingListener[] _listeners = [new(), new()];
    private readonly MultiSocketListener _spread;
    private FailingListener? _next = new(); // null: it cannot be opened
    private int _tries;

    public MultiSocketListenerTests() => _spread = new MultiSocketListener(
        _listeners,
        OpenAsync,
        new ConnectionSlots(100, _time, _metrics, new RecordingLogger<ConnectionSlots>()),
        _time,
        _lines);

    public async ValueTask DisposeAsync()
    {
        await _spread.DisposeAsync();
        _metrics.Dispose();
    }

    [Fact]
    public async Task A_listener_that_fails_is_opened_anew_at_once_and_the_others_go_on()
    {
        var anew = _next!;
        _listeners[0].Fail();

        var expected = anew.Connect();

        Assert.Same(expected.Features, (await AcceptAsync()).Features);
        Assert.True(_listeners[0].IsClosed);
        Assert.Same(_listeners[1].Connect().Features, (await AcceptAsync()).Features);
        Assert.Equal(
            ["Error", "Information"], _lines.Messages.Select(line => line[..line.IndexOf(':', StringComparison.Ordinal)]));
    }

    [Fact]
    public async Task A_listener_that_cannot_be_opened_is_tried_every_second_and_logged_once()
    {
        _next = null;
        _listeners[0].Fail();
        await Deadline.UntilAsync(() => Volatile.Read(ref _tries) == 1, "it was tried");
        for (var tries = 2; tries < 10; tries++)
        {
            await AdvanceUntilAsync(tries);
        }

        Volatile.Write(ref _next, new FailingListener());
        await AdvanceUntilAsync(10);

        Assert.Same(_next!.Connect().Features, (await AcceptAsync()).Features);
        Assert.Equal(
            ["Error", "Error", "Information"],
            _lines.Messages.Select(line => line[..line.IndexOf(':', StringComparison.Ordinal)]));
    }

    [Fact]
    public async Task A_listener_that_fails_each_time_it_is_opened_does_not_loop_without_a_pause()
    {
        _next!.Fail();
        _listeners[0].Fail();
        await Deadline.UntilAsync(() => Volatile.Read(ref _tries) == 1, "it was tried");
        var lines = _lines.Messages.Count;

        var second = new FailingListener();
        Volatile.Write(ref _next, second);
        await AdvanceUntilAsync(2);

        Assert.Same(second.Connect().Features, (await AcceptAsync()).Features);
        Assert.InRange(_lines.Messages.Count, lines, 2);
    }

    [Fact]
    public async Task No_listener_is_opened_after_the_stop()
    {
        var accepting = _spread.AcceptAsync(TestContext.Current.CancellationToken).AsTask();
        await _spread.UnbindAsync(TestContext.Current.CancellationToken).AsTask().WithinDeadline();

        Assert.Null(await accepting.WithinDeadline());
        Assert.Equal(0, _tries);
    }

    [Fact]
    public async Task An_accepted_connection_is_served_to_its_end_also_when_its_listener_failed_or_all_are_to_end()
    {
        var anew = _next!;
        _listeners[0].Fail();
        anew.Connect();
        await AcceptAsync();

        await _spread.UnbindAsync(TestContext.Current.CancellationToken).AsTask().WithinDeadline();

        FailingListener[] all = [.. _listeners, anew];
        Assert.All(all, listener => Assert.True(listener is { IsClosed: true, IsDisposed: false }));
        await _spread.DisposeAsync();
        Assert.All(all, listener => Assert.True(listener.IsDisposed));
    }

    private async Task<ConnectionContext> AcceptAsync() =>
        (await _spread.AcceptAsync(TestContext.Current.CancellationToken).AsTask().WithinDeadline())!;

    // The timer of the next try may not be there yet.
    private Task AdvanceUntilAsync(int tries) => _time.PassUntilAsync(
        TimeSpan.FromSeconds(1), () => Volatile.Read(ref _tries) >= tries, "it was tried again");

    private ValueTask<IConnectionListener> OpenAsync(EndPoint endpoint, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _tries);
        return ValueTask.FromResult<IConnectionListener>(
            Volatile.Read(ref _next) ?? throw new SocketException((int)SocketError.AddressAlreadyInUse));
    }
}
