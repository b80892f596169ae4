using System.Net;
using System.Text.RegularExpressions;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Access;

/// <summary>
/// <c>Limits:PublishPerSecond</c>. Where a bucket must not fill while a test looks at it, one event takes the whole of it
/// and the next is asked for at once; what time brings is awaited and not measured.
/// </summary>
public sealed partial class PublishRateLimiterTests
{
    [Fact]
    public async Task Without_a_limit_the_answers_have_no_headers_of_it()
    {
        await using var server = new LiveFeedServer();

        using var response = await server.Http.PostEventsAsync("""{"topic":"t","data":1}""");

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.DoesNotContain(response.Headers, header =>
            header.Key.StartsWith("RateLimit", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Each_event_of_an_array_counts_and_not_the_request()
    {
        await using var server = new LiveFeedServer(("Limits:PublishPerSecond", "1000"));

        using var response = await server.Http.PostEventsAsync(Array(900));

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.Equal("\"publish\";q=1000;w=1", Header(response, "RateLimit-Policy"));
        var left = RateLimit().Match(Header(response, "RateLimit"));
        Assert.True(left.Success, Header(response, "RateLimit"));
        Assert.InRange(int.Parse(left.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture), 100, 1_000);
    }

    [Fact]
    public async Task Past_the_limit_a_batch_is_refused_as_a_whole_and_the_answer_says_when_to_try_again()
    {
        await using var server = new LiveFeedServer(("Limits:PublishPerSecond", "2000"), ("Limits:BatchEvents", "2000"));
        using var rejected = new Counted(server, "livefeed.events.rejected", "problem");
        await using var follower = await server.FollowAsync("/events?topic=flood");
        await follower.ReadConnectedAsync();

        // Whole buckets, asked for faster than they fill: no machine answers so slowly that all are taken.
        var responses = await Task.WhenAll(
            Enumerable.Range(0, 20).Select(_ => server.Http.PostEventsAsync(Array(2_000, "flood"))));
        var refused = responses.Where(response => response.StatusCode == HttpStatusCode.TooManyRequests).ToArray();

        Assert.NotEmpty(refused);
        await refused[0].ReadProblemAsync(HttpStatusCode.TooManyRequests, "too-many-requests");
        Assert.All(refused, response =>
        {
            Assert.True(response.Headers.RetryAfter?.Delta >= TimeSpan.FromSeconds(1), "no Retry-After");
            Assert.Equal("\"publish\";q=2000;w=1", Header(response, "RateLimit-Policy"));
        });
        Assert.Equal(refused.Length, rejected["too-many-requests"]);
        var topics = await server.Http.GetJsonAsync("/topics?pattern=flood");
        Assert.Equal(
            (responses.Length - refused.Length) * 2_000, topics.GetProperty("topics")[0].GetProperty("retained").GetInt32());
        await follower.ReadEventsAsync((responses.Length - refused.Length) * 2_000);
    }

    [Fact]
    public async Task A_producer_that_comes_back_later_is_let_in_again()
    {
        await using var server = new LiveFeedServer(("Limits:PublishPerSecond", "1"));
        await server.Http.PublishAsync("""{"topic":"t","data":1}""");

        await Deadline.UntilAsync(
            async () =>
            {
                using var response = await server.Http.PostToTopicAsync("t", "2");
                return response.StatusCode == HttpStatusCode.Accepted;
            },
            "the bucket has filled");
    }

    [Fact]
    public async Task One_producer_that_publishes_too_much_takes_nothing_from_another()
    {
        await using var server = new LiveFeedServer(
            Credentialed.BySecret,
            ("Access:Anonymous", "all"),
            ("Limits:PublishPerSecond", "1"),
            ("Proxies:0", "127.0.0.1"));

        Assert.Contains(HttpStatusCode.TooManyRequests, await FloodAsync(server, Token("ada")));
        Assert.Equal(HttpStatusCode.Accepted, await PostAsync(server, Token("bob")));
        Assert.Equal(HttpStatusCode.Accepted, await PostAsync(server, ("X-Forwarded-For", "192.0.2.1")));
        Assert.Contains(HttpStatusCode.TooManyRequests, await FloodAsync(server, ("X-Forwarded-For", "192.0.2.1")));
        Assert.Equal(HttpStatusCode.Accepted, await PostAsync(server, ("X-Forwarded-For", "192.0.2.2")));
    }

    [Fact]
    public async Task An_array_larger_than_the_rate_ever_allows_is_too_large()
    {
        await using var server = new LiveFeedServer(("Limits:PublishPerSecond", "10"));

        var problem = await server.AssertRefusedAsync(
            http => http.PostEventsAsync(Array(11)), HttpStatusCode.RequestEntityTooLarge, "too-large");

        Assert.Contains("PublishPerSecond", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task NDJSON_waits_and_nothing_of_it_is_refused()
    {
        await using var server = new LiveFeedServer(("Limits:PublishPerSecond", "50"));
        await using var follower = await server.FollowAsync("/events?topic=lines");
        await follower.ReadConnectedAsync();
        var start = TimeProvider.System.GetTimestamp();

        var answer = await server.Http.PublishNumbersAsync("lines", 120);

        Assert.Equal(120, answer.GetProperty("accepted").GetInt32());
        Assert.Empty(answer.GetProperty("rejected").EnumerateArray());
        Assert.Equal(Enumerable.Range(0, 120).Select(n => $"{n}"), await follower.ReadDataAsync(120));

        // 50 at once, 70 more at 50 a second: however busy the machine, it cannot have been less.
        Assert.True(TimeProvider.System.GetElapsedTime(start) > TimeSpan.FromSeconds(1.3), "it did not wait");
    }

    [Fact]
    public async Task Lines_that_wait_do_not_keep_another_producer_waiting()
    {
        await using var server = new LiveFeedServer(("Limits:PublishPerSecond", "1"), ("Proxies:0", "127.0.0.1"));
        using var content = new StreamedContent(Posting.Ndjson);
        using var client = new HttpClient { BaseAddress = server.Address };
        client.DefaultRequestHeaders.Add("X-Forwarded-For", "192.0.2.1");
        var posting = client.PostAsync(new Uri("/events", UriKind.Relative), content, TestContext.Current.CancellationToken);
        await content.SendAsync(string.Concat(Enumerable.Repeat("{\"topic\":\"slow\",\"data\":1}\n", 1_000)));

        Assert.Equal(HttpStatusCode.Accepted, await PostAsync(server, ("X-Forwarded-For", "192.0.2.2")));
        Assert.False(posting.IsCompleted);
    }

    [Fact]
    public async Task While_lines_wait_another_event_of_the_same_producer_has_its_turn()
    {
        await using var server = new LiveFeedServer(("Limits:PublishPerSecond", "20"));
        using var content = new StreamedContent(Posting.Ndjson);
        var posting = server.Http.PostAsync(
            new Uri("/events", UriKind.Relative), content, TestContext.Current.CancellationToken);
        await content.SendAsync(string.Concat(Enumerable.Repeat("{\"topic\":\"slow\",\"data\":1}\n", 2_000)));
        await Deadline.UntilAsync(() => server.Log.Head >= 20, "the bucket is empty");

        // Between two turns of the lines nothing waits, and the producer is told to come back.
        await Deadline.UntilAsync(
            async () => (await server.StatusAsync("POST", "/topics/t", [], "1")) == HttpStatusCode.Accepted,
            "it has its turn");

        Assert.False(posting.IsCompleted);
        Assert.InRange(server.Log.Head, 21, 1_500);
    }

    [Fact]
    public async Task Past_the_limit_Retry_After_says_when_there_is_enough()
    {
        await using var server = new LiveFeedServer(("Limits:PublishPerSecond", "1"));
        using var first = await server.Http.PostToTopicAsync("t", "1");
        Assert.Equal(HttpStatusCode.Accepted, first.StatusCode);
        var retryAfter = default(TimeSpan?);
        await Deadline.UntilAsync(
            async () =>
            {
                using var posted = await server.Http.PostToTopicAsync("t", "2");
                retryAfter = posted.Headers.RetryAfter?.Delta;
                return posted.StatusCode == HttpStatusCode.TooManyRequests;
            },
            "there is no more for this second");

        Assert.Equal(TimeSpan.FromSeconds(1), retryAfter);
    }

    private static string Array(int count, string topic = "t") =>
        $"[{string.Join(',', Enumerable.Repeat($$"""{"topic":"{{topic}}","data":1}""", count))}]";

    private static async Task<HttpStatusCode> PostAsync(LiveFeedServer server, (string Name, string Value) header)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/topics/t") { Content = new StringContent("1") };
        request.Headers.Add(header.Name, header.Value);
        using var response = await server.Http.SendAsync(request).WithinDeadline();
        return response.StatusCode;
    }

    private static async Task<IReadOnlyList<HttpStatusCode>> FloodAsync(
        LiveFeedServer server, (string Name, string Value) header) =>
        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => PostAsync(server, header)));

    private static string Header(HttpResponseMessage response, string name) =>
        Assert.Single(response.Headers.GetValues(name));

    [GeneratedRegex("^\"publish\";r=([0-9]+);t=[01]$")]
    private static partial Regex RateLimit();

    private static (string Name, string Value) Token(string user) =>
        Credentialed.Bearer((TestToken.For("**") with { User = user }).BySecret());
}
