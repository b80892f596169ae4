using System.Text.Json;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Streaming;

/// <summary><c>curl</c> as a client: it polls, and asks for a WebSocket.</summary>
public sealed class CurlTests : IAsyncDisposable
{
    private static readonly string[] Upgrade =
        ["--http1.1", "--include", "--header", "Connection: Upgrade", "--header", "Upgrade: websocket"];

    private readonly LiveFeedServer _server = new(("Log:MaxEvents", "100"));

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task It_polls_on_from_where_it_was_and_gets_each_event_once()
    {
        var poll = await PollAsync("topic=a&wait=0");
        Assert.Equal([], DataOf(poll));
        for (var from = 0; from < 9; from += 3)
        {
            await _server.Http.PublishNumbersAsync("a", 3, from);
            poll = await PollAsync($"topic=a&after={NextOf(poll)}&client={ClientOf(poll)}");
            Assert.Equal([from, from + 1, from + 2], DataOf(poll));
        }
    }

    [Fact]
    public async Task A_poll_that_nothing_comes_for_is_answered_with_an_empty_list()
    {
        var first = await PollAsync("topic=a&wait=0");
        var second = await PollAsync($"topic=a&after={NextOf(first)}&client={ClientOf(first)}&wait=1");
        Assert.Equal([], DataOf(second));
        Assert.Equal(ClientOf(first), ClientOf(second));
        Assert.False(second.TryGetProperty("gap", out _));
    }

    [Fact]
    public async Task A_poll_after_events_that_are_no_longer_there_is_told_the_gap()
    {
        await _server.Http.PublishNumbersAsync("a", 1);
        var before = (await PollAsync("topic=a&wait=0")).GetProperty("next").GetString();
        await _server.Http.PublishNumbersAsync("a", 300);
        await _server.Log.TrimAsync(TestContext.Current.CancellationToken);

        var poll = await PollAsync($"topic=a&after={before}");
        Assert.Equal("expired", poll.GetProperty("gap").GetProperty("reason").GetString());
        Assert.Equal(299, DataOf(poll)[^1]);
    }

    [Fact]
    public async Task It_sees_a_WebSocket_open_and_its_first_message()
    {
        var answer = await AskAsync(
            "\"heartbeat\":",
            "--header", "Sec-WebSocket-Version: 13", "--header", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");
        Assert.StartsWith("HTTP/1.1 101 ", answer, StringComparison.Ordinal);
        Assert.Contains("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n", answer, StringComparison.Ordinal);
        Assert.Contains("{\"type\":\"connected\",\"clientId\":\"", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Sec-WebSocket-Version: 8", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==")]
    [InlineData("Sec-WebSocket-Version: 13", "X-No-Key: true")]
    public async Task Another_version_and_a_missing_key_are_refused(string version, string key)
    {
        var answer = await AskAsync(until: null, "--header", version, "--header", key);
        Assert.StartsWith("HTTP/1.1 426 ", answer, StringComparison.Ordinal);
        Assert.Contains("Sec-WebSocket-Version: 13\r\n", answer, StringComparison.Ordinal);
        Assert.Contains("urn:livefeed:problem:upgrade-required", answer, StringComparison.Ordinal);
    }

    private Task<string> AskAsync(string? until, params string[] headers) =>
        Curl.RunAsync(until, [.. Upgrade, .. headers, new Uri(_server.Address, "/ws").ToString()]);

    private async Task<JsonElement> PollAsync(string query) => JsonSerializer.Deserialize<JsonElement>(
        await Curl.RunAsync(until: null, new Uri(_server.Address, $"/poll?{query}").ToString()));

    private static string NextOf(JsonElement poll) => poll.GetProperty("next").GetString()!;

    private static string ClientOf(JsonElement poll) => poll.GetProperty("clientId").GetString()!;

    private static int[] DataOf(JsonElement poll) =>
        [.. poll.GetProperty("events").EnumerateArray().Select(one => one.GetProperty("data").GetInt32())];
}
