using System.Text.RegularExpressions;
using System.Threading.Channels;
using LiveFeed.Events;
using LiveFeed.Log.Redis.Appending;
using LiveFeed.Tests.Support;
using static LiveFeed.Tests.Support.TestEvents;

namespace LiveFeed.Tests.Log.Redis;

/// <summary>How producers of one node share the calls to Redis.</summary>
public sealed class RedisAppendsTests : IAsyncLifetime
{
    private readonly Channel<(Position Position, TaskCompletionSource Told)> _waiting =
        Channel.CreateUnbounded<(Position, TaskCompletionSource)>();

    private RedisConnections _redis = null!;
    private RedisAppends _appends = null!;

    public async ValueTask InitializeAsync()
    {
        _redis = await RedisConnections.StartAsync();
        _appends = new RedisAppends(
            await _redis.ConnectAsync(), _ => _redis.Keys.Stream, () => "", TellAsync, replicas: 0);
    }

    public ValueTask DisposeAsync() => _redis.DisposeAsync();

    [Fact]
    public async Task Few_that_come_while_a_call_is_on_its_way_leave_in_the_next_one()
    {
        await AnsweredAsync(AppendAsync("a"));
        var before = await _redis.Redis.CountScriptsAsync();

        await _redis.Redis.Server.ExecuteAsync("CLIENT", "PAUSE", "60000", "WRITE");
        var first = AppendAsync("a");
        await UntilItWaitsAsync("cmd=evalsha");
        Task<AppendAnswer>[] others = [.. Enumerable.Range(0, 20).Select(_ => AppendAsync("a"))];
        await _redis.Redis.Server.ExecuteAsync("CLIENT", "UNPAUSE");

        Assert.Equal(1, (await AnsweredAsync(first)).Before);
        (await NextAsync()).Told.SetResult();
        var answers = await Task.WhenAll(others).WithinDeadline();
        Assert.Equal(Enumerable.Range(2, 20).Select(number => (long)number), answers.Select(answer => answer.Before));
        Assert.Equal(before + 2, await _redis.Redis.CountScriptsAsync());
    }

    [Theory]
    [InlineData(100, 1)]
    [InlineData(1, 100_000)]
    public async Task Many_leave_while_a_call_is_on_its_way(int events, int bytes)
    {
        await AnsweredAsync(AppendAsync("a"));
        var before = await _redis.Redis.CountScriptsAsync();

        await _redis.Redis.Server.ExecuteAsync("CLIENT", "PAUSE", "60000", "WRITE");
        var few = AppendAsync("a");
        await UntilItWaitsAsync("cmd=evalsha");
        var many = AppendManyAsync();
        await UntilItWaitsAsync(@"qbuf=\d{4,} .*cmd=evalsha"); // has come, and is not run yet
        Task<AppendAnswer>[] others = [AppendManyAsync(), AppendManyAsync()]; // leave together
        await _redis.Redis.Server.ExecuteAsync("CLIENT", "UNPAUSE");

        for (var call = 0; call < 3; call++)
        {
            (await NextAsync()).Told.SetResult();
        }

        await Task.WhenAll([few, many, .. others]).WithinDeadline();
        Assert.Equal(before + 3, await _redis.Redis.CountScriptsAsync());

        Task<AppendAnswer> AppendManyAsync() => _appends.AddAsync(new RedisBatch(
            [.. Enumerable.Repeat(Event("a", 1) with { Data = EventData.Text(new string('x', bytes)) }, events)]));
    }

    [Fact]
    public async Task Producers_are_answered_when_readers_were_told_of_their_events_and_the_next_call_does_not_wait()
    {
        var first = _appends.AddAsync(new RedisBatch([Event("a", 1), Event("a", 2)]));
        var (position, told) = await NextAsync();
        Assert.Equal(2, position.Sequence);

        var second = AppendAsync("a");
        var (next, toldNext) = await NextAsync();
        Assert.Equal(3, next.Sequence);
        Assert.False(first.IsCompleted || second.IsCompleted);

        toldNext.SetResult();
        Assert.Equal(2, (await second.WithinDeadline()).Before);
        Assert.False(first.IsCompleted);
        told.SetResult();
        Assert.Equal(0, (await first.WithinDeadline()).Before);
    }

    [Fact]
    public async Task A_call_that_stores_nothing_is_answered_at_once()
    {
        await AnsweredAsync(AppendAsync("a", id: "once"));

        var answer = await AppendAsync("a", id: "once").WithinDeadline();

        Assert.Equal([(0, 1L)], answer.Known);
    }

    // What Redis lists of the connection whose script it lets wait.
    private Task UntilItWaitsAsync(string what) => Deadline.UntilAsync(
        async () => Regex.IsMatch((string)(await _redis.Redis.Server.ExecuteAsync("CLIENT", "LIST"))!, $" flags=b .*{what}"),
        $"a connection that waits has {what}");

    private Task<AppendAnswer> AppendAsync(string topic, string? id = null) =>
        _appends.AddAsync(new RedisBatch([Event(topic, 1, id: id)]));

    private async Task<AppendAnswer> AnsweredAsync(Task<AppendAnswer> append)
    {
        (await NextAsync()).Told.SetResult();
        return await append.WithinDeadline();
    }

    private Task TellAsync(Position position)
    {
        var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting.Writer.TryWrite((position, told));
        return told.Task;
    }

    private Task<(Position Position, TaskCompletionSource Told)> NextAsync() =>
        _waiting.Reader.ReadAsync().AsTask().WithinDeadline();
}
