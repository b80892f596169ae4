using System.Text.Json;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Streaming.Sse;

/// <summary>The bytes of frames whose data is JSON, and of envelopes.</summary>
public sealed class JsonFrameTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private readonly LiveFeedServer _server = fixture.Server;

    public static TheoryData<string> Awkward() => AwkwardText.Names();

    [Theory]
    [MemberData(nameof(Awkward))]
    public async Task A_JSON_string_is_one_data_line_with_its_quotes_and_escapes(string awkward)
    {
        var json = JsonSerializer.Serialize(AwkwardText.All[awkward].Text);
        await using var stream = await _server.FollowAsync("/events?topic=json");
        await stream.ReadConnectedAsync();

        await _server.Http.PublishAsync($$"""{"topic":"json","data":{{json}}}""");

        var frame = await stream.ReadEventAsync();
        Assert.Equal($"id: {frame.Id}\ndata: {json}\n\n", stream.TextAfterConnected());
    }

    [Theory]
    [InlineData("{\r\n\t\"a\" : [ 1,\r 2 ]\n}", """{"a":[1,2]}""")]
    [InlineData("{\"a b\" : \" c \" , \"d\" :{ } }", """{"a b":" c ","d":{}}""")]
    [InlineData("\"\u2028\uFEFF\U0001F600\u0085\"", "\"\u2028\uFEFF\U0001F600\u0085\"")]
    [InlineData("\"\\\\\\\" : \\r\\n\"", "\"\\\\\\\" : \\r\\n\"")]
    [InlineData("\"data: a\"", "\"data: a\"")]
    [InlineData("null", "null")]
    public async Task JSON_is_compact_on_one_data_line(string json, string line)
    {
        await using var stream = await _server.FollowAsync("/events?topic=compact");
        await stream.ReadConnectedAsync();

        await _server.Http.PublishAsync($$"""{"topic":"compact","data":{{json}}}""");

        var frame = await stream.ReadEventAsync();
        Assert.Equal($"id: {frame.Id}\ndata: {line}\n\n", stream.TextAfterConnected());
    }

    [Theory]
    [InlineData("order.paid", "event: order.paid\n")]
    [InlineData("with spaces: and colons", "event: with spaces: and colons\n")]
    [InlineData("\u2028\U0001F600", "event: \u2028\U0001F600\n")]
    [InlineData("Message", "event: Message\n")]
    [InlineData("message", "")]
    public async Task The_name_has_a_line_of_its_own_but_for_message(string name, string line)
    {
        await using var stream = await _server.FollowAsync("/events?topic=names");
        await stream.ReadConnectedAsync();

        await _server.Http.PublishAsync($$"""{"topic":"names","event":{{JsonSerializer.Serialize(name)}},"data":1}""");

        var frame = await stream.ReadEventAsync();
        Assert.Equal($"id: {frame.Id}\n{line}data: 1\n\n", stream.TextAfterConnected());
    }

    [Fact]
    public async Task An_envelope_has_position_topic_event_time_and_data_on_one_line()
    {
        await using var stream = await _server.FollowAsync("/events?topic=wrapped/*&envelope=true");
        await stream.ReadConnectedAsync();

        await _server.Http.PublishAsync(
            """{"topic":"wrapped/a","event":"e","key":"k","id":"wrapped-1","data":{ "n" : 1.0 }}""");

        var frame = await stream.ReadEventAsync();
        var time =
            (await _server.Http.GetJsonAsync("/history?topic=wrapped/a")).GetProperty("events")[0].GetProperty("time");
        var (id, received) = (frame.Id, time.GetRawText());
        Assert.Equal(
            $$$"""
            id: {{{id}}}
            event: e
            data: {"position":"{{{id}}}","topic":"wrapped/a","event":"e","time":{{{received}}},"data":{"n":1.0}}


            """.ReplaceLineEndings("\n"),
            stream.TextAfterConnected());
    }

    [Fact]
    public async Task The_envelope_of_a_broadcast_has_no_topic()
    {
        await using var stream = await _server.FollowAsync("/events?envelope=true");
        await stream.ReadConnectedAsync();

        await _server.Http.PublishAsync("""{"data":"to all"}""");

        var envelope = Envelopes.Read(await stream.ReadEventAsync());
        Assert.Equal(JsonValueKind.Null, envelope.GetProperty("topic").ValueKind);
        Assert.Equal("message", envelope.GetProperty("event").GetString());
    }

    [Theory]
    [InlineData("true")]
    [InlineData("false")]
    public async Task A_megabyte_of_JSON_is_one_frame(string envelope)
    {
        var json = $"[{string.Join(',', Enumerable.Repeat($"\"{new string('x', 1_021)}\"", 1_024))}]";
        await using var stream = await _server.FollowAsync($"/events?topic=json/large&envelope={envelope}");
        await stream.ReadConnectedAsync();

        await _server.Http.PublishAsync($$"""{"topic":"json/large","data":{{json}}}""");

        var frame = await stream.ReadEventAsync();
        Assert.EndsWith(
            $"{json}{(envelope == "true" ? "}" : "")}\n\n", stream.TextAfterConnected(), StringComparison.Ordinal);
        Assert.Equal($"id: {frame.Id}\ndata: {frame.Data}\n\n", stream.TextAfterConnected());
    }

    [Fact]
    public async Task Followers_with_and_without_envelopes_get_the_same_events_under_the_same_ids()
    {
        await using var plain = await _server.FollowAsync("/events?topic=both");
        await using var wrapped = await _server.FollowAsync("/events?topic=both&envelope=true");
        await plain.ReadConnectedAsync();
        await wrapped.ReadConnectedAsync();

        await _server.Http.PublishNumbersAsync("both", 20);

        var (bare, enveloped) = (await plain.ReadEventsAsync(20), await wrapped.ReadEventsAsync(20));
        Assert.Equal(bare.Select(e => e.Id), enveloped.Select(e => e.Id));
        Assert.Equal(bare.Select(e => e.Data), enveloped.Select(e => Envelopes.Read(e).GetProperty("data").GetRawText()));
    }
}
