using System.Text;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Streaming.Sse;

/// <summary>The bytes of frames whose data is text, whatever the text is.</summary>
public sealed class TextFrameTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private readonly LiveFeedServer _server = fixture.Server;

    public static TheoryData<string> Awkward() => AwkwardText.Names();

    [Theory]
    [MemberData(nameof(Awkward))]
    public async Task Text_is_one_data_line_a_line(string awkward)
    {
        var (text, lines) = AwkwardText.All[awkward];
        await using var stream = await _server.FollowAsync("/events?topic=text");
        await stream.ReadConnectedAsync();

        using var posted = await _server.Http.PostToTopicAsync("text", text, "text/plain");

        var frame = await stream.ReadEventAsync();
        Assert.Equal($"id: {frame.Id}\n{lines}\n", stream.TextAfterConnected());
    }

    [Theory]
    [MemberData(nameof(Awkward))]
    public async Task Text_is_a_JSON_string_on_one_line_in_an_envelope(string awkward)
    {
        var (text, _) = AwkwardText.All[awkward];
        await using var stream = await _server.FollowAsync("/events?topic=text/wrapped&envelope=true");
        await stream.ReadConnectedAsync();

        using var posted = await _server.Http.PostToTopicAsync("text/wrapped", text, "text/plain");

        var frame = await stream.ReadEventAsync();
        Assert.Equal(text, Envelopes.Read(frame).GetProperty("data").GetString());
        Assert.Equal($"id: {frame.Id}\ndata: {frame.Data}\n\n", stream.TextAfterConnected());
    }

    [Fact]
    public async Task A_forged_frame_does_not_end_the_frame_that_it_is_in()
    {
        await using var stream = await _server.FollowAsync("/events?topic=forged");
        await stream.ReadConnectedAsync();
        var (forgery, _) = AwkwardText.All["a whole frame"];

        using var posted = await _server.Http.PostToTopicAsync("forged", forgery, "text/plain");
        using var next = await _server.Http.PostToTopicAsync("forged", "next", "text/plain");

        Assert.Equal(forgery, (await stream.ReadEventAsync()).Data);
        Assert.Equal("next", (await stream.ReadEventAsync()).Data);
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r")]
    [InlineData("\r\n")]
    public async Task A_megabyte_of_lines_is_one_frame(string lineEnd)
    {
        var lines = Enumerable.Repeat(new string('x', 1_023), 1_024).ToList();
        await using var stream = await _server.FollowAsync("/events?topic=text/large");
        await stream.ReadConnectedAsync();

        using var posted = await _server.Http.PostToTopicAsync("text/large", string.Join(lineEnd, lines), "text/plain");

        var frame = await stream.ReadEventAsync();
        var expected = new StringBuilder($"id: {frame.Id}\n");
        lines.ForEach(line => expected.Append("data: ").Append(line).Append('\n'));
        Assert.True(expected.Append('\n').ToString() == stream.TextAfterConnected(), "the bytes differ");
    }
}
