using System.Net;
using System.Net.Http.Headers;
using LiveFeed.Streaming.SocketIo.Engine;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Streaming.SocketIo.Engine.Polls;

/// <summary>What a client sends and gets by polling.</summary>
public sealed class PollingTests(EngineHost host) : IClassFixture<EngineHost>
{
    [Theory]
    [InlineData("4hello")]
    [InlineData("4")]
    [InlineData("4test1\x1e" + "4test2\x1e" + "4test3")]
    [InlineData("4hello\x1e" + "bAQIDBA==")]
    [InlineData("b")]
    [InlineData("4€ 🙂 \u2028")]
    public async Task What_is_posted_comes_back_in_one_answer(string payload)
    {
        var client = await host.OpenAsync();

        using var posted = await client.PostAsync(payload);

        Assert.Equal(HttpStatusCode.OK, posted.StatusCode);
        Assert.Equal("ok", await posted.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal("text/html", posted.Content.Headers.ContentType?.ToString());
        using var polled = await client.GetAsync(TestContext.Current.CancellationToken);
        Assert.Equal(payload, await polled.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal("text/plain; charset=UTF-8", polled.Content.Headers.ContentType?.ToString());
        Assert.True(polled.Headers.CacheControl?.NoStore);
    }

    [Fact]
    public async Task Bytes_are_the_same_after_base64()
    {
        var client = await host.OpenAsync();
        var all = Convert.ToBase64String([.. Enumerable.Range(0, 256).Select(value => (byte)value)]);

        await client.SendAsync($"b{all}");

        Assert.Equal([$"b{all}"], await client.PollAsync());
    }

    [Fact]
    public async Task A_poll_waits_until_there_is_something()
    {
        await using var own = new EngineHost();
        var client = await own.OpenAsync();
        var session = await own.Application.NextAsync();
        var poll = client.PollAsync();
        await session.HasPollAsync();
        await client.SendAsync("6", "0", "5"); // which mean nothing here
        Assert.False(poll.IsCompleted);

        session.Send("now");

        Assert.Equal(["4now"], await poll);
    }

    [Fact]
    public async Task Messages_are_taken_one_after_another_and_answered_in_order()
    {
        var client = await host.OpenAsync();
        string[] numbers = [.. Enumerable.Range(0, 2_000).Select(number => $"4{number}")];
        foreach (var some in numbers.Chunk(500))
        {
            await client.SendAsync(some);
        }

        Assert.Equal(numbers, await client.PollAsync(numbers.Length));
    }

    [Theory]
    [InlineData("abc")]
    [InlineData("")]
    [InlineData("4a\x1e")]
    [InlineData("\x1e" + "4a")]
    [InlineData("7")]
    [InlineData("bAQID*A==")]
    [InlineData("bAQIDB")]
    [InlineData("2")]
    [InlineData("2probe")]
    public async Task What_is_no_packet_of_a_client_closes_the_connection(string payload)
    {
        await using var own = new EngineHost();
        var client = await own.OpenAsync();
        var session = await own.Application.NextAsync();

        using var posted = await client.PostAsync(payload);

        await posted.AssertRefusedAsync(3, "Bad request");
        Assert.Equal(
            payload.StartsWith('2') ? EngineCloseReason.TransportError : EngineCloseReason.ParseError,
            await session.EndAsync());
        await client.AssertUnknownAsync();
    }

    [Fact]
    public async Task Before_what_is_malformed_messages_are_taken_and_a_poll_that_waits_is_told_the_end()
    {
        await using var own = new EngineHost();
        var taken = new List<string>();
        own.Application.Take = (_, message) =>
        {
            taken.Add(System.Text.Encoding.UTF8.GetString(message.Bytes.Span));
            return ValueTask.CompletedTask;
        };
        var client = await own.OpenAsync();
        var session = await own.Application.NextAsync();
        var poll = client.PollAsync();
        await session.HasPollAsync();

        using var posted = await client.PostAsync("4a\x1e" + "4b\x1e" + "x\x1e" + "4c");

        Assert.Equal(HttpStatusCode.BadRequest, posted.StatusCode);
        Assert.Equal(["a", "b"], taken);
        Assert.Equal(["1"], await poll);
    }

    [Theory]
    [InlineData(new byte[] { (byte)'4', 0xFF }, "text/plain")]
    [InlineData(new byte[] { (byte)'4' }, "application/octet-stream")]
    public async Task A_body_that_is_no_text_closes_the_connection(byte[] bytes, string type)
    {
        var client = await host.OpenAsync();
        using var body = new ByteArrayContent(bytes);
        body.Headers.ContentType = new MediaTypeHeaderValue(type);

        using var posted = await client.PostAsync(body);

        await posted.AssertRefusedAsync(3, "Bad request");
        await client.AssertUnknownAsync();
    }

    [Fact]
    public async Task Two_polls_at_once_close_the_connection()
    {
        var client = await host.OpenAsync();
        var polls = new[] { client.GetAsync(CancellationToken.None), client.GetAsync(CancellationToken.None) };
        using var second = await await Task.WhenAny(polls);
        using var first = polls[0].IsCompleted && ReferenceEquals(await polls[0], second) ? await polls[1] : await polls[0];

        HttpResponseMessage[] both = [first, second];
        var answered = both.Single(response => response.StatusCode == HttpStatusCode.OK);
        Assert.Equal("1", await answered.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        await both.Single(response => response != answered).AssertRefusedAsync(3, "Bad request");
        await client.AssertUnknownAsync();
    }

    [Fact]
    public async Task A_post_that_comes_while_another_one_is_read_closes_the_connection()
    {
        await using var own = new EngineHost();
        var client = await own.OpenAsync();
        var session = await own.Application.NextAsync();
        using var body = new StreamedContent("text/plain");
        var first = client.PostAsync(body);
        await body.SendAsync("4a");
        await Deadline.UntilAsync(() => session.Connection.IsPosting, "the first one is being read");

        using var second = await client.PostAsync("4b");

        await second.AssertRefusedAsync(3, "Bad request");
        Assert.Equal(EngineCloseReason.TransportError, await session.EndAsync());
        body.End();
        using var refused = await first;
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        await client.AssertUnknownAsync();
    }

    // A client may be answered by a poll, and go on, before its own POST is.
    [Fact]
    public async Task A_post_that_comes_while_another_one_is_taken_is_taken_after_it()
    {
        await using var own = new EngineHost();
        var (begun, go, taken) = (new TaskCompletionSource(), new TaskCompletionSource(), new List<string>());
        own.Application.Take = async (session, message) =>
        {
            var text = System.Text.Encoding.UTF8.GetString(message.Bytes.Span);
            session.Connection.TrySend(message);
            begun.TrySetResult();
            await go.Task;
            taken.Add(text);
        };
        var client = await own.OpenAsync();
        var first = client.SendAsync("4a", "4b");
        await begun.Task.WithinDeadline();
        Assert.Equal(["4a"], await client.PollAsync());
        using var body = new StreamedContent("text/plain");
        var second = client.PostAsync(body);
        await body.SendAsync("4c");

        go.SetResult();
        await first;
        body.End();
        using var posted = await second;
        Assert.Equal(HttpStatusCode.OK, posted.StatusCode);
        Assert.Equal(["a", "b", "c"], taken);
    }

    [Fact]
    public async Task A_poll_that_breaks_off_closes_the_connection()
    {
        await using var own = new EngineHost();
        var client = await own.OpenAsync();
        var session = await own.Application.NextAsync();
        using var cancelled = new CancellationTokenSource();
        var poll = client.GetAsync(cancelled.Token);
        await session.HasPollAsync();

        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => poll);
        Assert.Equal(EngineCloseReason.TransportClose, await session.EndAsync());
        await client.AssertUnknownAsync();
    }

    [Fact]
    public async Task A_client_that_closes_has_its_poll_answered_by_noop()
    {
        await using var own = new EngineHost();
        var client = await own.OpenAsync();
        var session = await own.Application.NextAsync();
        var poll = client.PollAsync();
        await session.HasPollAsync();

        await client.SendAsync("1", "4a");

        Assert.Equal(["6"], await poll);
        Assert.Equal(EngineCloseReason.TransportClose, await session.EndAsync());
        await client.AssertUnknownAsync();
    }

    [Fact]
    public async Task A_client_can_close_between_two_polls()
    {
        await using var own = new EngineHost();
        var client = await own.OpenAsync();
        var session = await own.Application.NextAsync();

        await client.SendAsync("1");

        Assert.Equal(EngineCloseReason.TransportClose, await session.EndAsync());
        await client.AssertUnknownAsync();
    }
}
