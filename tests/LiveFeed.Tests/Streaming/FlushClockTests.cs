using LiveFeed.Clients;
using LiveFeed.Streaming;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace LiveFeed.Tests.Streaming;

public sealed class FlushClockTests : IDisposable
{
    private static readonly TimeSpan Window = TimeSpan.FromMilliseconds(16);
    private readonly FakeTimeProvider _time = new();
    private readonly FlushClock _clock;

    public FlushClockTests() => _clock = Start(Window);

    public void Dispose() => _clock.Dispose();

    [Fact]
    public void After_a_quiet_spell_nobody_rests() => Assert.True(_clock.RestAsync(Window).IsCompleted);

    [Fact]
    public void Who_has_just_written_rests_until_the_window_ends()
    {
        var rest = _clock.RestAsync(TimeSpan.FromMilliseconds(1));
        _time.Advance(Window - TimeSpan.FromMilliseconds(1));
        Assert.False(rest.IsCompleted);
        _time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.True(rest.IsCompleted);
    }

    [Fact]
    public void All_who_rest_go_on_at_the_same_tick_and_later_ones_at_the_next()
    {
        var first = _clock.RestAsync(TimeSpan.Zero);
        _time.Advance(TimeSpan.FromMilliseconds(10));
        var second = _clock.RestAsync(TimeSpan.Zero);
        _time.Advance(TimeSpan.FromMilliseconds(6));
        var third = _clock.RestAsync(TimeSpan.Zero);

        Assert.Equal((true, true, false), (first.IsCompleted, second.IsCompleted, third.IsCompleted));
        _time.Advance(Window);
        Assert.True(third.IsCompleted);
    }

    [Fact]
    public void Without_a_window_nobody_ever_rests()
    {
        using var off = Start(TimeSpan.Zero);

        Assert.False(off.MustRest(TimeSpan.Zero));
        Assert.True(off.RestAsync(TimeSpan.Zero).IsCompleted);
    }

    private FlushClock Start(TimeSpan window) => new(Options.Create(new DeliveryOptions { FlushWindow = window }), _time);
}
