using System.Net;
using System.Text;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Hub;

/// <summary>A connection has a secret name, its client id, and a public one, its member id.</summary>
public sealed class MemberIdTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private readonly LiveFeedServer _server = fixture.Server;

    [Fact]
    public async Task An_event_to_a_member_id_reaches_that_client_and_no_other()
    {
        await using var one = await _server.FollowAsync("/events?topic=member/to");
        await using var other = await _server.FollowAsync("/events?topic=member/to");
        var memberId = await MemberIdAsync(one);
        await other.ReadConnectedAsync();

        await _server.Http.PublishAsync($$"""{"topic":"member/to","to":{"client":"{{memberId}}"},"data":1}""");

        Assert.Equal("1", (await one.ReadEventAsync()).Data);
        await _server.AssertNothingForAsync(other, "member/to");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_event_except_a_member_id_does_not_reach_that_client(bool ephemeral)
    {
        var topic = $"member/except/{ephemeral}";
        await using var one = await _server.FollowAsync($"/events?topic={topic}");
        var memberId = await MemberIdAsync(one);

        await _server.Http.PublishAsync(
            $$"""{"topic":"{{topic}}","except":["{{memberId}}"],"data":1,"ephemeral":{{(ephemeral ? "true" : "false")}}}""");

        await _server.AssertNothingForAsync(one, topic);
    }

    [Fact]
    public async Task A_client_that_reads_the_log_is_left_out_by_its_member_id_too()
    {
        await using var one = await _server.FollowAsync("/events?topic=member/none");
        var client = _server.Hub.Find((await one.ReadConnectedAsync()).ClientId)!;
        await _server.Http.PublishAsync(
            $$"""
            [{"topic":"member/log","except":["{{client.MemberId}}"],"data":1},
             {"topic":"member/log","to":{"client":"{{client.MemberId}}"},"data":2}]
            """);

        await ChangeAsync(client.Id, """{"subscribe":[{"topic":"member/log","last":10}]}""", HttpStatusCode.OK);

        Assert.Equal("2", (await one.ReadEventAsync()).Data);
    }

    [Fact]
    public async Task Who_knows_only_a_member_id_can_neither_change_nor_end_the_client()
    {
        await using var one = await _server.FollowAsync("/events?topic=member/safe");
        var memberId = await MemberIdAsync(one);

        await ChangeAsync(memberId, """{"unsubscribe":["member/safe"]}""", HttpStatusCode.NotFound);
        using var ended = await _server.Http.DeleteAsync(
            new Uri($"/clients/{memberId}", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NotFound, ended.StatusCode);
        await _server.AssertNothingForAsync(one, "member/safe");
    }

    private async Task<string> MemberIdAsync(SseConnection stream)
    {
        var client = _server.Hub.Find((await stream.ReadConnectedAsync()).ClientId)!;
        Assert.Matches("^m-[0-9a-f]{15}$", client.MemberId);
        return client.MemberId;
    }

    private async Task ChangeAsync(string id, string body, HttpStatusCode status)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await _server.Http.PatchAsync(
            new Uri($"/clients/{id}", UriKind.Relative), content, TestContext.Current.CancellationToken);
        Assert.Equal(status, answer.StatusCode);
    }
}
