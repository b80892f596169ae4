using System.Net;
using System.Text.Json;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Ingest;

/// <summary>What a time that a producer gives may look like, and how it is shown.</summary>
public sealed class EventTimeFormTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private readonly LiveFeedServer _server = fixture.Server;
    private readonly string _topic = $"form/{Guid.NewGuid():N}";

    [Theory]
    [InlineData("2026-01-31T09:30:00Z", "2026-01-31T09:30:00Z")]
    [InlineData("2026-01-31t09:30:00z", "2026-01-31T09:30:00Z")]
    [InlineData("2026-01-31T09:30:00.5-00:00", "2026-01-31T09:30:00.5Z")]
    [InlineData("2026-02-01T01:15:00.1234567+15:45", "2026-01-31T09:30:00.1234567Z")]
    [InlineData("2026-01-31T09:30:00.123456789Z", "2026-01-31T09:30:00.1234567Z")]
    [InlineData("2016-12-31T23:59:60Z", "2017-01-01T00:00:00Z")]
    [InlineData("2017-01-01T05:44:60.25+05:45", "2017-01-01T00:00:00.25Z")]
    [InlineData("2024-02-29T00:00:00Z", "2024-02-29T00:00:00Z")]
    [InlineData("1970-01-01T00:00:00Z", "1970-01-01T00:00:00Z")]
    [InlineData("2199-12-31T23:59:59.9999999Z", "2199-12-31T23:59:59.9999999Z")]
    public async Task A_time_of_RFC_3339_is_shown_in_UTC(string given, string shown)
    {
        await using var stream = await _server.FollowAsync($"/events?topic={_topic}&envelope=true");
        await stream.ReadConnectedAsync();

        await _server.Http.PublishAsync($$"""{"topic":"{{_topic}}","data":1,"time":"{{given}}"}""");

        var live = JsonSerializer.Deserialize<JsonElement>((await stream.ReadEventAsync()).Data!);
        Assert.Equal(shown, live.GetProperty("time").GetString());
        var kept = (await _server.Http.GetJsonAsync($"/history?topic={_topic}")).GetProperty("events").EnumerateArray();
        Assert.Equal([shown], kept.Select(e => e.GetProperty("time").GetString()));
    }

    [Theory]
    [InlineData("", "RFC 3339")]
    [InlineData("now", "RFC 3339")]
    [InlineData("2026-01-31", "RFC 3339")]
    [InlineData("2026-01-31T09:30:00", "RFC 3339")]
    [InlineData("2026-01-31 09:30:00Z", "RFC 3339")]
    [InlineData("2026-01-31T09:30Z", "RFC 3339")]
    [InlineData("2026-01-31T09:30:00.Z", "RFC 3339")]
    [InlineData("2026-01-31T09:30:00,5Z", "RFC 3339")]
    [InlineData("2026-01-31T09:30:00+1:00", "RFC 3339")]
    [InlineData("2026-01-31T09:30:00+0100", "RFC 3339")]
    [InlineData("2026-01-31T09:30:00+24:00", "RFC 3339")]
    [InlineData("2026-01-31T09:30:00ZZ", "RFC 3339")]
    [InlineData("2026-02-29T09:30:00Z", "RFC 3339")]
    [InlineData("2026-13-01T09:30:00Z", "RFC 3339")]
    [InlineData("2026-01-31T24:00:00Z", "RFC 3339")]
    [InlineData("2026-01-31T09:30:60Z", "RFC 3339")]
    [InlineData("٢٠٢٦-01-31T09:30:00Z", "RFC 3339")]
    [InlineData("0000-01-01T00:00:00Z", "RFC 3339")]
    [InlineData("0001-01-01T00:00:00+23:59", "from 1970-01-01T00:00:00Z on and before 2200-01-01T00:00:00Z")]
    [InlineData("0001-01-01T00:00:00Z", "from 1970-01-01T00:00:00Z on")]
    [InlineData("1969-12-31T23:59:59.9999999Z", "from 1970-01-01T00:00:00Z on")]
    [InlineData("2200-01-01T00:00:00Z", "before 2200-01-01T00:00:00Z")]
    [InlineData("9999-12-31T23:59:60Z", "before 2200-01-01T00:00:00Z")]
    public async Task Another_form_or_an_absurd_time_is_refused_with_its_pointer(string given, string expected)
    {
        var problem = await _server.AssertRefusedAsync(
            http => http.PostEventsAsync($$"""[{"topic":"t","data":0},{"topic":"t","data":1,"time":"{{given}}"}]"""),
            HttpStatusCode.UnprocessableEntity,
            "invalid");

        Assert.Equal(["/1/time"], problem.Faults());
        Assert.Contains(expected, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1769853000")]
    [InlineData("true")]
    [InlineData("{}")]
    public async Task A_time_that_is_no_string_is_refused(string time)
    {
        var problem = await _server.AssertRefusedAsync(
            http => http.PostEventsAsync($$"""{"topic":"t","data":1,"time":{{time}}}"""),
            HttpStatusCode.UnprocessableEntity,
            "invalid");

        Assert.Equal(["/time"], problem.Faults());
    }
}
