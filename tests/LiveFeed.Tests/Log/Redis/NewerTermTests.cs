using System.Globalization;
using LiveFeed.Events;
using LiveFeed.Log;
using LiveFeed.Tests.Support;
using Microsoft.Extensions.Time.Testing;
using static LiveFeed.Tests.Support.TestEvents;

namespace LiveFeed.Tests.Log.Redis;

/// <summary>
/// A client brings a position of a term that has begun on another server, while this node is still at the former one.
/// </summary>
public sealed class NewerTermTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new(TimeProvider.System.GetUtcNow());
    private readonly RedisNodes _nodes;

    public NewerTermTests() => _nodes = new RedisNodes { Time = _time };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _nodes.StartRedisAsync();

    public ValueTask DisposeAsync() => _nodes.DisposeAsync();

    [Fact]
    public async Task A_position_of_a_term_that_has_just_begun_elsewhere_is_no_position_of_another_log()
    {
        var node = await _nodes.StartAsync();
        var position = (await node.AppendAsync([Event("a", 1)], Token))[0].Position;
        var next = new Position(TermAfter(position, TimeSpan.FromMilliseconds(1)), 2);

        await Assert.ThrowsAsync<LogUnavailableException>(async () => await node.ReachAsync(next, Token));

        _time.Advance(TimeSpan.FromMinutes(11)); // no server that knows it has come
        Assert.True(await node.ReachAsync(next, Token).AsTask().WithinDeadline());
        Assert.Null(node.Epochs.SequenceOf(next));
    }

    [Fact]
    public async Task A_term_that_is_far_in_the_future_is_not_waited_for()
    {
        var node = await _nodes.StartAsync();
        var position = (await node.AppendAsync([Event("a", 1)], Token))[0].Position;

        Assert.True(await node.ReachAsync(new Position(TermAfter(position, TimeSpan.FromHours(1)), 2), Token));
    }

    private static string TermAfter(Position position, TimeSpan time) =>
        (long.Parse(position.Epoch, CultureInfo.InvariantCulture) + (long)time.TotalMilliseconds)
            .ToString(CultureInfo.InvariantCulture);
}
