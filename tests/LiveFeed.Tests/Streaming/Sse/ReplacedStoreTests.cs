using LiveFeed.Log;
using LiveFeed.Tests.Log.Remote;
using LiveFeed.Tests.Query;
using LiveFeed.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace LiveFeed.Tests.Streaming.Sse;

/// <summary>
/// A store that is replaced while streams are open: over real sockets, and in every answer that has a position.
/// </summary>
public sealed class ReplacedStoreTests : IAsyncDisposable
{
    private readonly LiveFeedServer _server;
    private RemoteStore _store = null!;

    public ReplacedStoreTests() => _server = new LiveFeedServer(
        services => services.AddSingleton<IEventLog>(provider =>
        {
            var options = provider.GetRequiredService<IOptions<LogOptions>>();
            var time = provider.GetRequiredService<TimeProvider>();
            _store = new RemoteStore(options, time);
            return new RemoteLog(_store, options.Value, time);
        }),
        ("Delivery:Heartbeat", "00:00:01"));

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task An_open_stream_is_told_and_goes_on_with_the_new_store()
    {
        await using var stream = await _server.FollowAsync("/events?topic=t");
        await stream.ReadConnectedAsync();
        await _server.Http.PublishNumbersAsync("t", 5);
        var before = (await stream.ReadEventsAsync(5))[4].Id;

        var old = await ReplaceAsync();
        await _server.Http.PublishNumbersAsync("t", 2);
        var gap = await ReadGapAsync(stream);
        var after = await stream.ReadEventsAsync(2);

        Assert.Equal($$"""{"after":"{{before}}","before":"{{_server.Log.Epoch}}-1","reason":"epoch"}""", gap);
        Assert.Equal($"{old}-5", before);
        Assert.Equal([$"{_server.Log.Epoch}-1", $"{_server.Log.Epoch}-2"], after.Select(e => e.Id));
        Assert.Equal(["0", "1"], after.Select(e => e.Data));
    }

    [Fact]
    public async Task A_quiet_stream_is_told_at_once_and_its_heartbeat_has_the_new_position()
    {
        await _server.Http.PublishNumbersAsync("t", 3);
        await using var stream = await _server.FollowAsync("/events?topic=quiet");
        await stream.ReadConnectedAsync();

        await ReplaceAsync();

        Assert.Contains(_server.Log.Epoch, await ReadGapAsync(stream), StringComparison.Ordinal);
        await Deadline.UntilAsync(
            async () => (await stream.ReadAsync())!.Id == $"{_server.Log.Epoch}-0",
            "a heartbeat tells where the new store stands");
    }

    [Fact]
    public async Task A_client_that_comes_back_with_a_position_of_the_old_store_is_told_and_gets_all_of_the_new_one()
    {
        await _server.Http.PublishNumbersAsync("t", 9);
        var old = await ReplaceAsync();
        await _server.Http.PublishNumbersAsync("t", 3);

        await using var stream = await _server.FollowAsync("/events?topic=t", ("Last-Event-ID", $"{old}-7"));
        await stream.ReadConnectedAsync();

        Assert.Equal(
            $$"""{"after":"{{old}}-7","before":"{{_server.Log.Epoch}}-1","reason":"epoch"}""", await ReadGapAsync(stream));
        Assert.Equal(["0", "1", "2"], (await stream.ReadEventsAsync(3)).Select(e => e.Data));
    }

    [Fact]
    public async Task History_topics_and_charts_have_positions_of_the_new_store()
    {
        await _server.Http.PublishNumbersAsync("t", 9);
        var old = await ReplaceAsync();
        await _server.Http.PublishNumbersAsync("t", 3);
        var epoch = _server.Log.Epoch;

        var history = await _server.Http.GetJsonAsync("/history?topic=t");
        var resumed = await _server.Http.GetJsonAsync($"/history?topic=t&after={old}-9");
        var later = await _server.Http.GetJsonAsync($"/history?topic=t&after={epoch}-2");
        var newest = await _server.Http.GetJsonAsync("/history?topic=t&newest=1");
        var topics = await _server.Http.GetJsonAsync("/topics");
        var series = await _server.Http.GetJsonAsync("/history/series?topic=t");

        Assert.Equal(["0", "1", "2"], history.Events().Select(e => e.GetProperty("data").GetRawText()));
        Assert.False(history.TryGetProperty("gap", out _));
        Assert.Equal(
            $$"""{"after":"{{old}}-9","before":"{{epoch}}-1","reason":"epoch"}""", resumed.GetProperty("gap").GetRawText());
        Assert.Equal(3, resumed.Events().Count());
        Assert.Equal($"{epoch}-3", Assert.Single(later.Events()).GetProperty("position").GetString());
        Assert.Equal($"{epoch}-3", Assert.Single(newest.Events()).GetProperty("position").GetString());
        Assert.Equal($"{epoch}-3", topics.GetProperty("topics")[0].GetProperty("lastPosition").GetString());
        Assert.All(
            [history, resumed, later, newest, series],
            answer => Assert.Equal($"{epoch}-3", answer.GetProperty("next").GetString()));
    }

    // Heartbeats may come before it.
    private static async Task<string> ReadGapAsync(SseConnection stream)
    {
        SseFrame frame;
        do
        {
            frame = (await stream.ReadAsync())!;
        }
        while (frame.Data is null);

        Assert.Equal("livefeed.gap", frame.Event);
        return frame.Data;
    }

    private async Task<string> ReplaceAsync()
    {
        var old = _server.Log.Epoch;
        _store.Replace();
        await Deadline.UntilAsync(() => _server.Log.Epoch == _store.Current.Epoch, "the log has found out");
        return old;
    }
}
