using LiveFeed.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace LiveFeed.Tests.Streaming.Sse;

/// <summary>What a client hears when there is nothing for it.</summary>
public sealed class HeartbeatTests : IAsyncDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly LiveFeedServer _server;

    public HeartbeatTests() => _server = new LiveFeedServer(
        services => services.AddSingleton<TimeProvider>(_time), ("Delivery:Heartbeat", "00:00:15"));

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_comment_comes_after_each_interval_of_silence()
    {
        await using var stream = await _server.FollowAsync("/events?topic=quiet");
        await stream.ReadConnectedAsync();

        var start = _time.GetUtcNow();
        for (var i = 1; i <= 3; i++)
        {
            var frame = await ReadWhileTimePassesAsync(stream);
            Assert.True(frame is { HasComment: true, Data: null, Event: null }, $"not a heartbeat: {frame}");
            Assert.True(_time.GetUtcNow() - start >= i * TimeSpan.FromSeconds(15), $"heartbeat {i} came too early");
        }
    }

    [Fact]
    public async Task A_heartbeat_moves_the_position_of_a_client_past_events_that_were_not_for_it()
    {
        await using var stream = await _server.FollowAsync("/events?topic=quiet");
        await using var other = await _server.FollowAsync("/events?topic=loud");
        await stream.ReadConnectedAsync();
        await _server.Http.PublishNumbersAsync("loud", 5);
        await other.ReadEventsAsync(5); // so they have been offered, and the heartbeat sweep is running

        _time.Advance(TimeSpan.FromSeconds(15)); // and no further: this is time for one heartbeat
        await stream.ReadAsync();

        var head = (await _server.Http.GetJsonAsync("/history")).GetProperty("next").GetString();
        Assert.Equal($":\nid: {head}\n\n", stream.TextAfterConnected());
    }

    [Fact]
    public async Task No_heartbeat_comes_while_there_are_events()
    {
        await using var stream = await _server.FollowAsync("/events?topic=loud");
        await stream.ReadConnectedAsync();

        for (var i = 0; i < 6; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(7));
            await _server.Http.PublishNumbersAsync("loud", 1);
            Assert.True((await stream.ReadAsync())!.IsEvent, "a heartbeat came although the stream was not silent");
        }
    }

    [Fact]
    public async Task A_client_resumes_from_its_last_heartbeat()
    {
        string? id;
        await using (var stream = await _server.FollowAsync("/events?topic=quiet"))
        {
            await stream.ReadConnectedAsync();
            await _server.Http.PublishNumbersAsync("loud", 5);
            id = (await ReadWhileTimePassesAsync(stream)).Id;
        }

        await _server.Http.PublishNumbersAsync("quiet", 1);

        await using var again = await _server.FollowAsync("/events?topic=*", ("Last-Event-ID", id!));
        Assert.True((await again.ReadConnectedAsync()).Resumed);
        Assert.Equal("0", (await again.ReadEventAsync()).Data);
    }

    [Theory]
    [InlineData("00:00:00")]
    [InlineData("00:00:00.016")]
    public async Task A_client_that_gets_only_ephemeral_events_is_told_its_position_all_the_same(string window)
    {
        await using var server = new LiveFeedServer(
            services => services.AddSingleton<TimeProvider>(_time),
            ("Delivery:Heartbeat", "00:00:15"),
            ("Delivery:FlushWindow", window));
        await using var stream = await server.FollowAsync("/events?topic=typing");
        await stream.ReadConnectedAsync();
        await server.Http.PublishNumbersAsync("loud", 5);
        var head = (await server.Http.GetJsonAsync("/history")).GetProperty("next").GetString();

        SseFrame? told = null;
        for (var second = 0; second < 60 && told is null; second++)
        {
            // Time passes also when the event is there at once, and the reading below takes none.
            _time.Advance(TimeSpan.FromSeconds(1));
            await server.Http.PublishAsync("""{"topic":"typing","data":1,"ephemeral":true}""");
            for (SseFrame? frame = null; frame is not { IsEvent: true } && told is null;)
            {
                frame = await ReadWhileTimePassesAsync(stream);
                told = frame.Id is null ? null : frame;
            }
        }

        Assert.Equal(head, told?.Id);
    }

    [Fact]
    public async Task A_quiet_client_is_told_its_position_before_retention_comes_to_pass_it()
    {
        await using var server = new LiveFeedServer(
            services => services.AddSingleton<TimeProvider>(_time),
            ("Delivery:Heartbeat", "01:00:00"),
            ("Log:MaxEvents", "1000"));
        await using var stream = await server.FollowAsync("/events?topic=quiet");
        await stream.ReadConnectedAsync();
        await server.Http.PublishNumbersAsync("loud", 300);
        var head = (await server.Http.GetJsonAsync("/history?limit=1000")).GetProperty("next").GetString();

        var told = await ReadWhileTimePassesAsync(stream);

        Assert.Equal((head, true), (told.Id, told.HasComment));
    }

    [Fact]
    public async Task A_client_gets_no_gap_when_retention_passed_only_events_that_were_not_for_it()
    {
        await using var server = new LiveFeedServer(
            services => services.AddSingleton<TimeProvider>(_time),
            ("Delivery:Heartbeat", "00:00:15"),
            ("Log:MaxEvents", "1000"));
        string? id;
        await using (var stream = await server.FollowAsync("/events?topic=typing"))
        {
            id = (await stream.ReadConnectedAsync()).Id;
            await server.Http.PublishNumbersAsync("loud", 5_000);
            for (var second = 0; second < 40; second++)
            {
                await server.Http.PublishAsync("""{"topic":"typing","data":1,"ephemeral":true}""");
                for (SseFrame? frame = null; frame is not { IsEvent: true };)
                {
                    frame = await stream.ReadAsync();
                    id = frame!.Id ?? id;
                }

                _time.Advance(TimeSpan.FromSeconds(1));
            }
        }

        await using var again = await server.FollowAsync("/events?topic=typing", ("Last-Event-ID", id!));
        Assert.True((await again.ReadConnectedAsync()).Resumed);
        await server.Http.PublishNumbersAsync("typing", 1);
        Assert.Equal("0", (await again.ReadAsync())!.Data);
    }

    private async Task<SseFrame> ReadWhileTimePassesAsync(SseConnection stream) =>
        (await _time.PassUntilDoneAsync(stream.ReadAsync()))!;
}
