using System.Text.Json;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Query;

/// <summary><c>gap</c>: a reader that should have had events that are gone is told, and nobody else.</summary>
public sealed class HistoryGapTests
{
    [Fact]
    public async Task A_reader_that_goes_on_after_trimmed_events_is_told()
    {
        await using var server = new LiveFeedServer(("Log:MaxEvents", "3"));
        await server.Http.PublishNumbersAsync("t", 2);
        var had = (await server.Http.GetJsonAsync("/history?topic=t&limit=1")).GetProperty("next").GetString()!;
        await server.Http.PublishNumbersAsync("t", 6, from: 2);
        await server.Log.TrimAsync(TestContext.Current.CancellationToken);

        var answer = await server.Http.GetJsonAsync($"/history?topic=t&after={had}");

        var epoch = server.Log.Epoch;
        Assert.Equal(
            $$"""{"after":"{{had}}","before":"{{epoch}}-6","reason":"expired"}""", answer.GetProperty("gap").GetRawText());
        Assert.Equal(["5", "6", "7"], answer.Events().Select(e => e.GetProperty("data").GetRawText()));
        var next = answer.GetProperty("next").GetString();
        Assert.False((await server.Http.GetJsonAsync($"/history?topic=t&after={next}")).TryGetProperty("gap", out _));
    }

    [Fact]
    public async Task A_reader_without_a_position_gets_no_gap()
    {
        await using var server = new LiveFeedServer(("Log:MaxEvents", "3"));
        await server.Http.PublishNumbersAsync("t", 6);
        await server.Log.TrimAsync(TestContext.Current.CancellationToken);

        Assert.All(
            await Task.WhenAll(
                Ask("topic=t"), Ask("topic=t&since=01:00:00"), Ask("topic=t&newest=2"), Ask("topic=t&newestOfEach=2")),
            answer => Assert.False(answer.TryGetProperty("gap", out _)));

        Task<JsonElement> Ask(string query) => server.Http.GetJsonAsync($"/history?{query}");
    }

    [Fact]
    public async Task When_nothing_is_left_the_gap_says_where_to_go_on()
    {
        await using var server = new LiveFeedServer(("Log:MaxEvents", "1"));
        await server.Http.PublishNumbersAsync("t", 5);
        await server.Http.PublishNumbersAsync("other", 1);
        await server.Log.TrimAsync(TestContext.Current.CancellationToken);
        var epoch = server.Log.Epoch;

        var answer = await server.Http.GetJsonAsync($"/history?topic=t&after={epoch}-2");

        Assert.Empty(answer.Events());
        Assert.Equal(
            $$"""{"after":"{{epoch}}-2","before":"{{epoch}}-6","reason":"expired"}""",
            answer.GetProperty("gap").GetRawText());
        Assert.Equal($"{epoch}-6", answer.GetProperty("next").GetString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("&newest=10")]
    [InlineData("&newestOfEach=10")]
    public async Task A_position_of_another_epoch_is_told_apart(string query)
    {
        await using var server = new LiveFeedServer();
        await server.Http.PublishNumbersAsync("t", 2);

        var answer = await server.Http.GetJsonAsync($"/history?topic=t&after=abc123-99{query}");

        Assert.Equal(
            $$"""{"after":"abc123-99","before":"{{server.Log.Epoch}}-1","reason":"epoch"}""",
            answer.GetProperty("gap").GetRawText());
        Assert.Equal(["0", "1"], answer.Events().Select(e => e.GetProperty("data").GetRawText()));
    }

    [Fact]
    public async Task An_empty_log_tells_of_a_position_of_another_epoch_too()
    {
        await using var server = new LiveFeedServer();

        var answer = await server.Http.GetJsonAsync("/history?after=abc123-99");

        Assert.Equal("epoch", answer.GetProperty("gap").GetProperty("reason").GetString());
        Assert.Equal($"{server.Log.Epoch}-0", answer.GetProperty("next").GetString());
    }

    [Fact]
    public async Task A_position_that_this_log_never_gave_out_has_lost_what_came_before_it()
    {
        await using var server = new LiveFeedServer();
        await server.Http.PublishNumbersAsync("t", 2);
        var epoch = server.Log.Epoch;

        var answer = await server.Http.GetJsonAsync($"/history?topic=t&after={epoch}-50000");

        Assert.Equal("lost", answer.GetProperty("gap").GetProperty("reason").GetString());
        Assert.Equal($"{epoch}-50000", answer.GetProperty("gap").GetProperty("after").GetString());
        Assert.Equal(["0", "1"], answer.Events().Select(e => e.GetProperty("data").GetRawText()));
        var next = answer.GetProperty("next").GetString();
        Assert.False((await server.Http.GetJsonAsync($"/history?topic=t&after={next}")).TryGetProperty("gap", out _));
    }
}
