using LiveFeed.Bodies;
using LiveFeed.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace LiveFeed.Tests.Streaming.WebSockets;

/// <summary>Messages that a page may well send, and that nobody thinks of.</summary>
public sealed class OddMessageTests : IAsyncDisposable
{
    private readonly LiveFeedServer _server = new();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_ping_that_breaks_off_holds_no_memory_once_its_connection_has_ended()
    {
        var bodies = _server.Services.GetRequiredService<BodyBudget>();
        await using (var socket = await RawSocket.OpenAsync(_server.Address))
        {
            await socket.SendAsync(RawSocket.Frame(RawSocket.Ping, new byte[10])[..8]);
            await Deadline.UntilAsync(() => bodies.Held > 0, "what came of it is held");
        }

        await Deadline.UntilAsync(() => bodies.Held == 0, "it is held no more");
    }

    [Theory]
    [InlineData("""{"type":"publish","id":1,"topic":"x","data":""", 400)]
    [InlineData("""{"type":"message","id":1,"content":""", 422)]
    [InlineData("""{"type":"typing","id":1,"state":""", 422)]
    public async Task More_levels_than_the_history_can_show_are_refused_and_the_connection_stays(string message, int status)
    {
        await using var socket = await JoinAsync();
        await socket.SendAsync(message + new string('[', 62) + new string(']', 62) + "}");
        Assert.Equal(status, Status(await socket.ReadUntilAsync("error")));
        await socket.SendAsync("""{"type":"ping"}""");
        await socket.ReadAsync("pong");
    }

    [Theory]
    [InlineData("[", "]", 60, 202)]
    [InlineData("[", "]", 61, 422)] // one more around it: {"content":…}
    [InlineData("""{"a":""", "}", 61, 202)]
    public async Task A_posted_message_has_max_so_many_levels(string open, string close, int levels, int status)
    {
        var data = string.Concat(Enumerable.Repeat(open, levels)) + "1" + string.Concat(Enumerable.Repeat(close, levels));
        using var answer = await _server.Http.PostToTopicAsync("rooms/general", data);
        Assert.Equal(status, (int)answer.StatusCode);
        await _server.Http.GetJsonAsync("/history?topic=rooms/general"); // a reader takes 64 levels
    }

    [Fact]
    public async Task A_content_of_null_is_one_and_further_members_pass_as_they_are()
    {
        await using var socket = await JoinAsync();
        await socket.SendAsync("""{"type":"message","content":null,"replyTo":null,"to":"bob"}""");
        var message = await socket.ReadUntilAsync("message");
        foreach (var (name, expected) in (ReadOnlySpan<(string, string)>)
            [("content", "null"), ("replyTo", "null"), ("to", "\"bob\"")])
        {
            Assert.Equal(expected, message.GetProperty(name).GetRawText());
        }
    }

    [Fact]
    public async Task A_long_name_with_a_lone_surrogate_in_its_value_is_refused_in_few_words()
    {
        await using var socket = await JoinAsync();
        var name = new string('n', 500_000);
        await socket.SendAsync($$"""{"type":"message","content":1,"{{name}}":"\ud800"}""");
        Assert.Equal(422, Status(await socket.ReadUntilAsync("error")));
        Assert.InRange(socket.Text.Length, 1, 1_000);
    }

    [Fact]
    public async Task A_subscribe_is_answered_when_its_topics_are_unsubscribed_before_it_is_complete()
    {
        await _server.Http.PublishNumbersAsync("busy", 2_000);
        await using var socket = await JsonSocket.OpenAsync(_server);
        for (var i = 0; i < 20; i++)
        {
            await socket.SendAsync("""{"type":"subscribe","id":1,"topics":["busy"],"last":2000}""");
            await socket.SendAsync("""{"type":"unsubscribe","topics":["busy"]}""");
            await socket.ReadUntilAsync("subscribed");
        }
    }

    [Theory]
    [InlineData("userId")]
    [InlineData("username")]
    public async Task A_posted_name_that_is_no_text_is_refused(string name)
    {
        using var answer = await _server.Http.PostToTopicAsync("rooms/general", $$"""{"{{name}}":7,"content":1}""");
        Assert.Equal(422, (int)answer.StatusCode);
    }

    [Theory]
    [InlineData("message")]
    [InlineData("typing")]
    [InlineData("signal")]
    public async Task What_has_an_id_may_be_sent_twice(string name)
    {
        const string Path = "rooms/general?id=one&event=";
        for (var duplicates = 0; duplicates < 2; duplicates++)
        {
            using var answer = await _server.Http.PostToTopicAsync(Path + name, """{"userId":"ada","content":1}""");
            Assert.Equal(duplicates, (await answer.ReadJsonAsync(System.Net.HttpStatusCode.Accepted))
                .GetProperty("duplicates").GetInt32());
        }
    }

    private async Task<JsonSocket> JoinAsync()
    {
        var socket = await JsonSocket.OpenAsync(_server);
        await socket.SendAsync("""{"type":"join","userId":"ada"}""");
        await socket.ReadUntilAsync("room_state");
        return socket;
    }

    private static int Status(System.Text.Json.JsonElement error) =>
        error.GetProperty("problem").GetProperty("status").GetInt32();
}
