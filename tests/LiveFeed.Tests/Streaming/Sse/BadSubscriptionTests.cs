using System.Net;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Streaming.Sse;

/// <summary>Subscriptions that are refused.</summary>
public sealed class BadSubscriptionTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private readonly LiveFeedServer _server = fixture.Server;

    [Theory]
    [InlineData("lastEventId", "nonsense")]
    [InlineData("lastEventId", "5")]
    [InlineData("lastEventId", "-5")]
    [InlineData("lastEventId", "epoch-")]
    [InlineData("lastEventId", "epoch--1")]
    [InlineData("lastEventId", "epoch-1x")]
    [InlineData("lastEventId", "EPOCH-1")]
    [InlineData("lastEventId", "epoch-99999999999999999999")]
    [InlineData("last_event_id", "nonsense")]
    [InlineData("last", "many")]
    [InlineData("last", "-1")]
    [InlineData("last", "1.5")]
    [InlineData("last", "99999999999")]
    [InlineData("envelope", "perhaps")]
    [InlineData("window", "-1")]
    [InlineData("window", "60001")]
    [InlineData("window", "0.5")]
    public async Task A_parameter_that_cannot_be_read_is_refused(string name, string value)
    {
        var problem = await _server.Http.GetProblemAsync(
            $"/events?topic=a&{name}={value}", HttpStatusCode.BadRequest, "malformed");

        Assert.Equal([name], problem.Faults());
    }

    [Fact]
    public async Task A_bad_position_in_the_header_is_refused_although_the_query_has_a_good_one()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/events?lastEventId=epoch-1");
        request.Headers.TryAddWithoutValidation("Last-Event-ID", "nonsense");

        using var response = await _server.Http.SendAsync(request, TestContext.Current.CancellationToken);

        var problem = await response.ReadProblemAsync(HttpStatusCode.BadRequest, "malformed");
        Assert.Equal(["Last-Event-ID"], problem.Faults());
    }

    [Theory]
    [InlineData("")]
    [InlineData("a%20b")]
    [InlineData("a%00b")]
    [InlineData("a/b*")]
    [InlineData("a/***")]
    [InlineData("**/a")]
    [InlineData("a/**/b")]
    [InlineData("a/**x")]
    public async Task A_bad_pattern_is_refused(string pattern)
    {
        var problem = await _server.Http.GetProblemAsync(
            $"/events?topic=good&topic={pattern}", HttpStatusCode.UnprocessableEntity, "invalid");

        Assert.Equal(["topic"], problem.Faults());
    }

    [Theory]
    [InlineData("/events", "userId")]
    [InlineData("/events", "username")]
    [InlineData("/poll", "userId")]
    [InlineData("/poll", "username")]
    [InlineData("/poll", "client")]
    public async Task A_text_that_is_given_twice_is_refused(string path, string name)
    {
        var problem = await _server.Http.GetProblemAsync(
            $"{path}?room=general&userId=ada&{name}=a&{name}=b", HttpStatusCode.UnprocessableEntity, "invalid");

        Assert.Equal([name], problem.Faults());
    }

    [Fact]
    public async Task A_pattern_that_is_too_long_is_refused() =>
        await _server.Http.GetProblemAsync(
            $"/events?topic={new string('t', 511)}/*", HttpStatusCode.UnprocessableEntity, "invalid");

    [Fact]
    public async Task More_topics_than_allowed_are_refused()
    {
        var query = string.Join('&', Enumerable.Range(1, 101).Select(n => $"topic=t/{n}"));

        var problem = await _server.Http.GetProblemAsync($"/events?{query}", HttpStatusCode.UnprocessableEntity, "invalid");

        Assert.Equal(["topic"], problem.Faults());
        Assert.Contains("100", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_EventSource_that_is_refused_gets_the_problem_as_well()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/events?topic=a**");
        request.Headers.Add("Accept", "text/event-stream");

        using var response = await _server.Http.SendAsync(request, TestContext.Current.CancellationToken);

        await response.ReadProblemAsync(HttpStatusCode.UnprocessableEntity, "invalid");
    }

    [Fact]
    public async Task A_refused_request_is_no_client()
    {
        await _server.Http.GetProblemAsync("/events?topic=a**", HttpStatusCode.UnprocessableEntity, "invalid");

        Assert.Empty((await _server.Http.GetJsonAsync("/clients")).GetProperty("clients").EnumerateArray());
    }
}
