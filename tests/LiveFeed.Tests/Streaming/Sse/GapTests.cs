using System.Text.Json;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Streaming.Sse;

/// <summary><c>livefeed.gap</c>: what can no longer be sent is never passed over in silence.</summary>
public sealed class GapTests : IAsyncLifetime
{
    private readonly LiveFeedServer _server = new(("Log:MaxEvents", "3"));
    private string _first = "";

    public async ValueTask InitializeAsync()
    {
        var answer = await _server.Http.PublishNumbersAsync("t", 10);
        _first = answer.FirstPosition();
        await _server.Log.TrimAsync(TestContext.Current.CancellationToken);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_client_that_resumes_from_before_the_retained_events_is_told_where_events_are_missing()
    {
        await using var stream = await _server.FollowAsync("/events?topic=t", ("Last-Event-ID", _first));
        await stream.ReadConnectedAsync();

        var events = await stream.ReadEventsAsync(3);

        Assert.Equal(["7", "8", "9"], events.Select(e => e.Data));
        Assert.StartsWith(
            $$"""
            event: livefeed.gap
            data: {"after":"{{_first}}","before":"{{events[0].Id}}","reason":"expired"}

            id: {{events[0].Id}}
            data: 7


            """.ReplaceLineEndings("\n"),
            stream.TextAfterConnected(),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_that_resumes_within_the_retained_events_gets_no_gap()
    {
        var retained = (await _server.Http.GetJsonAsync("/history")).GetProperty("events");
        var oldest = retained[0].GetProperty("position").GetString()!;

        await using var stream = await _server.FollowAsync("/events?topic=t", ("Last-Event-ID", oldest));
        await stream.ReadConnectedAsync();

        Assert.Equal("8", (await stream.ReadAsync())!.Data);
    }

    [Theory]
    [InlineData("abc123-2")]
    [InlineData("abc123-0")]
    public async Task A_position_of_another_epoch_is_a_gap_and_all_that_is_retained_follows(string position)
    {
        await using var stream = await _server.FollowAsync("/events?topic=t", ("Last-Event-ID", position));

        var connected = await stream.ReadConnectedAsync();
        var gap = JsonSerializer.Deserialize<JsonElement>((await stream.ReadNamedAsync("livefeed.gap")).Data!);
        Assert.False(connected.Resumed);
        Assert.Equal(("epoch", position), (gap.GetProperty("reason").GetString(), gap.GetProperty("after").GetString()));
        Assert.Equal(["7", "8", "9"], await stream.ReadDataAsync(3));
    }

    [Fact]
    public async Task A_position_that_was_never_given_out_is_a_loss_and_all_that_is_retained_follows()
    {
        var future = $"{_first[.._first.IndexOf('-', StringComparison.Ordinal)]}-999999";

        await using var stream = await _server.FollowAsync("/events?topic=t", ("Last-Event-ID", future));

        var connected = await stream.ReadConnectedAsync();
        var gap = await stream.ReadNamedAsync("livefeed.gap");
        Assert.False(connected.Resumed);
        Assert.Contains("\"reason\":\"lost\"", gap.Data, StringComparison.Ordinal);
        Assert.Equal(["7", "8", "9"], await stream.ReadDataAsync(3));
    }

    [Fact]
    public async Task The_gap_has_no_id()
    {
        await using var stream = await _server.FollowAsync("/events?topic=t", ("Last-Event-ID", _first));

        Assert.Null((await stream.ReadNamedAsync("livefeed.gap")).Id);
    }

    [Fact]
    public async Task A_client_that_asks_for_the_last_events_gets_no_gap()
    {
        await using var stream = await _server.FollowAsync("/events?topic=t&last=10");
        await stream.ReadConnectedAsync();

        Assert.Equal("7", (await stream.ReadAsync())!.Data);
    }
}
