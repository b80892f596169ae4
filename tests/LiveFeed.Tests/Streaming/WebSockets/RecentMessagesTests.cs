using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Streaming.WebSockets;

/// <summary>The last messages of a room, as a newcomer is told.</summary>
public sealed class RecentMessagesTests : IAsyncDisposable
{
    private const int Recent = 20;

    private readonly LiveFeedServer _server = new(("Rooms:Recent", $"{Recent}"));

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(Recent - 1)]
    [InlineData(Recent)]
    [InlineData(3 * Recent)]
    public async Task They_are_the_newest_in_order(int messages)
    {
        await PublishAsync(messages, _ => "");
        Assert.Equal(Newest(messages, Recent), await JoinAsync());
    }

    [Fact]
    public async Task Messages_with_a_key_each_are_no_more()
    {
        await PublishAsync(3 * Recent, i => $$""" "key":"k{{i}}", """);
        Assert.Equal(Newest(3 * Recent, Recent), await JoinAsync());
    }

    [Fact]
    public async Task What_others_publish_to_the_room_is_none()
    {
        await PublishAsync(2, _ => "");
        await PublishAsync(Recent - 2, _ => """ "event":"reaction", """);
        Assert.Equal([0, 1], await JoinAsync());
    }

    [Theory]
    [InlineData(20_000, 13)]
    [InlineData(200_000, 1)]
    [InlineData(300_000, 0)]
    public async Task They_are_256_KiB_at_most(int bytes, int expected)
    {
        var text = new string('x', bytes);
        await PublishAsync(Recent, _ => "", text);
        Assert.Equal(Newest(Recent, expected), await JoinAsync());
    }

    [Fact]
    public async Task A_later_newcomer_gets_what_has_come_since()
    {
        for (var messages = 0; messages <= 3 * Recent; messages += 7)
        {
            Assert.Equal(Newest(messages, Recent), await JoinAsync());
            await PublishAsync(7, _ => "", from: messages);
        }
    }

    [Fact]
    public async Task What_was_meant_for_others_is_left_out_and_takes_no_place()
    {
        await PublishAsync(Recent, _ => "");
        Assert.Equal(Newest(Recent, Recent), await JoinAsync());
        await PublishAsync(Recent, _ => """ "to":{"user":"u9"}, """, from: Recent);
        Assert.Equal(Newest(Recent, Recent), await JoinAsync());
    }

    [Fact]
    public async Task What_retention_has_removed_is_left_out()
    {
        await using var server = new LiveFeedServer(("Rooms:Recent", $"{Recent}"), ("Log:MaxEvents", "10"));
        await PublishAsync(10, _ => "", server: server);
        Assert.NotEmpty(await JoinAsync(server));
        await server.Http.PublishNumbersAsync("other", 10);
        await server.Log.TrimAsync(TestContext.Current.CancellationToken);
        Assert.Empty(await JoinAsync(server));
    }

    [Fact]
    public async Task Other_events_do_not_hide_them()
    {
        await PublishAsync(2, _ => "");
        await PublishAsync(3 * Recent, _ => """ "event":"reaction", """);
        Assert.Equal([0, 1], await JoinAsync());
    }

    private static IEnumerable<int> Newest(int all, int count) => Enumerable.Range(0, all).TakeLast(count);

    private async Task PublishAsync(
        int count, Func<int, string> fields, string text = "", int from = 0, LiveFeedServer? server = null)
    {
        for (var i = from; i < from + count; i++)
        {
            await (server ?? _server).Http.PublishAsync(
                $$$"""{"topic":"rooms/general",{{{fields(i)}}}"data":{"content":{{{i}}},"text":"{{{text}}}"}}""");
        }
    }

    private async Task<IEnumerable<int>> JoinAsync(LiveFeedServer? server = null)
    {
        await using var socket = await JsonSocket.OpenAsync(server ?? _server);
        await socket.SendAsync("""{"type":"join","userId":"u1"}""");
        await socket.ReadAsync("join");
        var state = await socket.ReadAsync("room_state");
        return [.. state.GetProperty("messages").EnumerateArray().Select(one => one.GetProperty("content").GetInt32())];
    }
}
