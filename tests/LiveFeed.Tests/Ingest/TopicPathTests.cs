using System.Net;
using System.Text.Json;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Ingest;

/// <summary><c>POST /topics/{topic}</c>: which topic a path means.</summary>
public sealed class TopicPathTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private readonly LiveFeedServer _server = fixture.Server;

    [Theory]
    [InlineData("orders", "orders")]
    [InlineData("orders/eu/1", "orders/eu/1")]
    [InlineData("orders%2Feu", "orders/eu")]
    [InlineData("orders%2feu/", "orders/eu/")]
    [InlineData("caf%C3%A9/%F0%9F%98%80", "caf\u00e9/\U0001F600")]
    [InlineData("a+b", "a+b")]
    [InlineData("a%2Bb%25%3F%23", "a+b%?#")]
    [InlineData("100%2525", "100%25")]
    [InlineData("https:%2F%2Fexample.com%2Ffeed%3Fpage=1", "https://example.com/feed?page=1")]
    [InlineData("https://example.com/feed", "https://example.com/feed")]
    [InlineData("a//b", "a//b")]
    [InlineData("/a", "/a")]
    [InlineData("topics/topics/", "topics/topics/")]
    [InlineData("a/topics/b?event=/topics/c", "a/topics/b")]
    public async Task The_rest_of_the_path_is_the_topic(string path, string topic)
    {
        await using var stream = await _server.FollowAsync($"/events?envelope=true&topic={Uri.EscapeDataString(topic)}");
        await stream.ReadConnectedAsync();

        using var response = await _server.Http.PostToTopicAsync(path, "1");

        await response.ReadJsonAsync(HttpStatusCode.Accepted);
        var envelope = JsonSerializer.Deserialize<JsonElement>((await stream.ReadEventAsync()).Data!);
        Assert.Equal(topic, envelope.GetProperty("topic").GetString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("a%20b")]
    [InlineData("a%0Ab")]
    [InlineData("a/*")]
    [InlineData("a/**")]
    [InlineData("a%2A")]
    [InlineData("a%E2%80%A8b")]
    public async Task A_path_that_is_no_topic_is_refused(string path)
    {
        var problem = await _server.AssertRefusedAsync(
            http => http.PostToTopicAsync(path, "1"), HttpStatusCode.UnprocessableEntity, "invalid");

        Assert.Equal(["/topic"], problem.Faults());
    }

    [Fact]
    public async Task A_topic_that_is_too_long_is_refused() =>
        await _server.AssertRefusedAsync(
            http => http.PostToTopicAsync(new string('t', 513), "1"), HttpStatusCode.UnprocessableEntity, "invalid");

    [Fact]
    public async Task A_path_whose_first_part_is_disguised_is_not_taken_for_a_topic()
    {
        var answer = await RawHttp.AskAsync(
            _server.Address, "POST /%74opics/a HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\n\r\n1", "/topic");

        Assert.StartsWith("HTTP/1.1 422 ", answer, StringComparison.Ordinal);
    }
}
