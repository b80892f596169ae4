using System.Net.Sockets;
using LiveFeed.Hosting.Supervision;
using LiveFeed.Tests.Support;
using Microsoft.Extensions.Hosting.Systemd;
using Microsoft.Extensions.Time.Testing;
using NSubstitute;

namespace LiveFeed.Tests.Hosting.Supervision;

public sealed class WatchdogTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly ISystemdNotifier _systemd = Substitute.For<ISystemdNotifier>();
    private readonly RecordingLogger<Watchdog> _lines = new();
    private readonly WatchedHub _hub = new();

    public void Dispose() => _hub.Dispose();

    [Theory]
    [InlineData("30000000", null, 30)]
    [InlineData("30000000", "7", 30)]
    [InlineData("30000000", "8", null)]
    [InlineData("0", "7", null)]
    [InlineData("-5", "7", null)]
    [InlineData("soon", "7", null)]
    [InlineData("99999999999999999999", "7", null)]
    [InlineData(null, "7", null)]
    public void The_time_of_the_watchdog_is_that_of_systemd_for_this_process(string? time, string? process, int? seconds)
    {
        var read = WatchdogTime.Read(name => name == "WATCHDOG_USEC" ? time : process, 7);

        Assert.Equal(seconds is { } limit ? TimeSpan.FromSeconds(limit) : null, read?.Limit);
    }

    [Fact]
    public async Task A_service_whose_lanes_take_turns_says_again_and_again_that_it_lives()
    {
        using var watchdog = await StartAsync();
        for (var i = 2; i < 6; i++)
        {
            await _hub.TakeTurnAsync();
            await AdvanceUntilAsync(() => Told == i, Half);
        }

        Assert.Empty(_lines.Messages);
    }

    [Fact]
    public async Task A_service_with_a_lane_that_hangs_says_nothing_until_it_goes_on()
    {
        using var watchdog = await StartAsync();
        await AdvanceUntilAsync(() => _lines.Messages.Count == 1, Half);
        for (var i = 0; i < 10; i++)
        {
            _time.Advance(Half);
        }

        Assert.Equal(1, Told);
        await _hub.TakeTurnAsync();
        await AdvanceUntilAsync(() => Told == 2, TimeSpan.FromSeconds(2));
        Assert.StartsWith("Error", Assert.Single(_lines.Messages), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_systemd_that_is_away_is_one_line_and_is_told_again()
    {
        _systemd.When(systemd => systemd.Notify(Arg.Any<ServiceState>())).Throw(new SocketException(111));
        using var watchdog = await StartAsync();
        for (var i = 2; i < 5; i++)
        {
            await _hub.TakeTurnAsync();
            await AdvanceUntilAsync(() => Told == i, Half);
        }

        Assert.StartsWith("Warning", Assert.Single(_lines.Messages), StringComparison.Ordinal);
    }

    private int Told => _systemd.ReceivedCalls().Count(call => call.GetMethodInfo().Name == nameof(ISystemdNotifier.Notify));

    private static TimeSpan Half { get; } = TimeSpan.FromSeconds(15);

    // The loop may not wait on the clock yet when it is moved.
    private Task AdvanceUntilAsync(Func<bool> condition, TimeSpan step)
    {
        return Deadline.UntilAsync(
            () =>
            {
                _time.Advance(step);
                return condition();
            },
            "the watchdog looks");
    }

    private async Task<Watchdog> StartAsync()
    {
        var watchdog = new Watchdog(
            new WatchdogTime(TimeSpan.FromSeconds(30)), _systemd, new LaneActivity(_hub.Hub), _time, _lines);
        await watchdog.StartAsync(TestContext.Current.CancellationToken);
        await Deadline.UntilAsync(() => Told == 1, "it is told at once");
        return watchdog;
    }
}
