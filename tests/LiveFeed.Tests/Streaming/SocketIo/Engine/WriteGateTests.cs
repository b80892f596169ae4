using LiveFeed.Streaming.SocketIo.Engine;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Streaming.SocketIo.Engine;

/// <summary>One writer at a time.</summary>
public sealed class WriteGateTests
{
    private readonly WriteGate _gate = new(new Lock());

    [Fact]
    public async Task It_is_given_to_those_who_wait_in_the_order_of_asking()
    {
        Assert.True(_gate.TryTake());
        var first = _gate.TakeAsync(CancellationToken.None).AsTask();
        var second = _gate.TakeAsync(CancellationToken.None).AsTask();
        Assert.False(_gate.TryTake());

        _gate.Release();
        Assert.True(await first.WithinDeadline());
        Assert.False(second.IsCompleted);
        Assert.False(_gate.TryTake());

        _gate.Release();
        Assert.True(await second.WithinDeadline());
        _gate.Release();
        Assert.True(_gate.TryTake());
    }

    [Fact]
    public async Task Who_gives_up_is_passed_over()
    {
        using var cutOff = new CancellationTokenSource();
        Assert.True(_gate.TryTake());
        var (gone, waits) = (_gate.TakeAsync(cutOff.Token).AsTask(), _gate.TakeAsync(CancellationToken.None).AsTask());

        await cutOff.CancelAsync();
        Assert.False(await gone.WithinDeadline());
        _gate.Release();

        Assert.True(await waits.WithinDeadline());
        _gate.Release();
        Assert.True(_gate.TryTake());
    }

    [Fact]
    public async Task When_all_have_given_up_it_is_free()
    {
        using var cutOff = new CancellationTokenSource();
        Assert.True(_gate.TryTake());
        var gone = _gate.TakeAsync(cutOff.Token).AsTask();
        await cutOff.CancelAsync();
        Assert.False(await gone.WithinDeadline());

        _gate.Release();

        Assert.True(_gate.TryTake());
    }

    [Fact]
    public async Task It_never_lets_two_in_and_forgets_nobody()
    {
        var (inside, turns) = (0, 0);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            for (var i = 0; i < 2_000; i++)
            {
                using var cutOff = new CancellationTokenSource();
                var turn = _gate.TakeAsync(cutOff.Token);
                if (i % 7 == 0)
                {
                    await cutOff.CancelAsync();
                }

                if (await turn)
                {
                    Assert.Equal(1, Interlocked.Increment(ref inside));
                    turns++;
                    Interlocked.Decrement(ref inside);
                    _gate.Release();
                }
            }
        }))).WithinDeadline();

        Assert.True(turns > 8 * 1_700);
        Assert.True(_gate.TryTake());
    }
}
