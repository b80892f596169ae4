using System.Net;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Ingest;

/// <summary>
/// A well-formed event that is invalid gets 422 with the JSON pointer of the field, and nothing is published.
/// </summary>
public sealed class EventRulesTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private readonly LiveFeedServer _server = fixture.Server;

    /// <summary>Members of an event (beside its data, where that is not the fault), and where the fault lies.</summary>
    public static TheoryData<string, string> BadMembers() => new()
    {
        { """ "topic":"" """, "/topic" },
        { $""" "topic":"{new string('t', 513)}" """, "/topic" },
        { """ "topic":"a b" """, "/topic" },
        { """ "topic":"a\u00a0b" """, "/topic" },
        { """ "topic":"a\nb" """, "/topic" },
        { """ "topic":"a\u0000b" """, "/topic" },
        { """ "topic":"a/*/b" """, "/topic" },
        { """ "topic":"a/**" """, "/topic" },
        { """ "topic":"a\ud800" """, "/topic" },
        { """ "topic":7 """, "/topic" },
        { """ "topic":["a"] """, "/topic" },
        { """ "event":"" """, "/event" },
        { $""" "event":"{new string('n', 129)}" """, "/event" },
        { """ "event":"a\nb" """, "/event" },
        { """ "event":"a\rb" """, "/event" },
        { """ "event":"\udc00" """, "/event" },
        { """ "event":true """, "/event" },
        { """ "event":"livefeed.connected" """, "/event" },
        { """ "event":"livefeed.x" """, "/event" },
        { """ "key":"" """, "/key" },
        { $""" "key":"{new string('k', 513)}" """, "/key" },
        { """ "key":"a\u0007" """, "/key" },
        { """ "key":1 """, "/key" },
        { """ "id":"" """, "/id" },
        { $""" "id":"{new string('i', 257)}" """, "/id" },
        { """ "id":"a\u001f" """, "/id" },
        { """ "id":{} """, "/id" },
        { """ "ephemeral":"true" """, "/ephemeral" },
        { """ "ephemeral":1 """, "/ephemeral" },
        { """ "to":"c-1" """, "/to" },
        { """ "to":{} """, "/to" },
        { """ "to":{"client":"c-1","client":"c-2"} """, "/to/client" },
        { """ "to":{"user":"ada","user":"ada"} """, "/to/user" },
        { """ "to":{"client":"c-1","user":"ada"} """, "/to" },
        { """ "to":{"client":"c-1","clients":["c-2"]} """, "/to" },
        { """ "to":{"client":1} """, "/to/client" },
        { """ "to":{"client":""} """, "/to/client" },
        { """ "to":{"user":["ada"]} """, "/to/user" },
        { """ "to":{"user":"a\tb"} """, "/to/user" },
        { """ "except":"c-1" """, "/except" },
        { """ "except":[7] """, "/except/0" },
        { """ "except":["c-1",""] """, "/except/1" },
        { """ "except":["c-1",{"a":[1]},"c-2",[]] """, "/except/1 /except/3" },
        { """ "except":[7,""] """, "/except/0" },
        { $""" "except":[{string.Join(',', Enumerable.Repeat("\"c\"", 101))}] """, "/except" },
        { """ "tpoic":"a" """, "/tpoic" },
        { """ "Topic":"a" """, "/Topic" },
        { """ "a/b~c":1 """, "/a~1b~0c" },
        { """ "topic":"a","topic":"a" """, "/topic" },
        { """ "topic":"a","event":"livefeed.x","key":"" """, "/event /key" },
    };

    [Theory]
    [MemberData(nameof(BadMembers))]
    public async Task A_bad_member_is_named_and_nothing_is_published(string members, string faults)
    {
        var problem = await _server.AssertRefusedAsync(
            http => http.PostEventsAsync($$"""{"data":1,{{members}}}"""), HttpStatusCode.UnprocessableEntity, "invalid");

        Assert.Equal(faults.Split(' '), problem.Faults());
    }

    [Theory]
    [InlineData("""{"topic":"a"}""", "/data")]
    [InlineData("""{"data":1,"data":2}""", "/data")]
    [InlineData("""{"data":"\ud800"}""", "/data")]
    [InlineData("""{"data":["\ude00\ud83d"]}""", "/data")]
    [InlineData("""{"data":{"\ud83d\n":1}}""", "/data")]
    public async Task Data_that_is_missing_given_twice_or_no_text_is_refused(string body, string fault)
    {
        var problem = await _server.AssertRefusedAsync(
            http => http.PostEventsAsync(body), HttpStatusCode.UnprocessableEntity, "invalid");

        Assert.Equal([fault], problem.Faults());
    }

    [Theory]
    [InlineData("5")]
    [InlineData("\"text\"")]
    [InlineData("null")]
    [InlineData("true")]
    public async Task A_value_that_is_no_object_is_no_event(string body)
    {
        var problem = await _server.AssertRefusedAsync(
            http => http.PostEventsAsync(body), HttpStatusCode.UnprocessableEntity, "invalid");

        Assert.Equal([""], problem.Faults());
    }

    [Theory]
    [InlineData("""{"\ud800":1,"data":1}""")]
    [InlineData("""{"to":{"\ud800":"c-1"},"data":1}""")]
    public async Task A_member_whose_name_is_no_text_is_refused(string body) =>
        await _server.AssertRefusedAsync(
            http => http.PostEventsAsync(body), HttpStatusCode.UnprocessableEntity, "invalid");

    [Fact]
    public async Task An_event_that_is_all_mistakes_is_answered_with_some_of_them_in_short()
    {
        var members = Enumerable.Range(0, 10_000).Select(n => $"\"{n}{new string('x', 100)}\":0");
        var problem = await _server.AssertRefusedAsync(
            http => http.PostEventsAsync($"{{{string.Join(',', members)}}}"), HttpStatusCode.UnprocessableEntity, "invalid");

        Assert.Equal(20, problem.Faults().Count);
        Assert.All(problem.Faults(), fault => Assert.InRange(fault.Length, 1, 70));
    }

    [Fact]
    public async Task An_array_with_a_bad_event_is_refused_as_a_whole_and_every_fault_named_by_its_place()
    {
        var problem = await _server.AssertRefusedAsync(
            http => http.PostEventsAsync(
                """[{"data":0},{"event":"livefeed.x","data":1},{"data":2},{"topic":"a b","data":3},4,{"topic":"a"}]"""),
            HttpStatusCode.UnprocessableEntity,
            "invalid");

        Assert.Equal(["/1/event", "/3/topic", "/4", "/5/data"], problem.Faults());
    }

    [Fact]
    public async Task An_error_says_what_is_wrong_in_words()
    {
        using var response = await _server.Http.PostEventsAsync("""{"topic":"a b","data":1}""");

        var problem = await response.ReadProblemAsync(HttpStatusCode.UnprocessableEntity, "invalid");
        Assert.Contains(
            "white space", problem.GetProperty("errors").GetProperty("/topic")[0].GetString(), StringComparison.Ordinal);
    }
}
