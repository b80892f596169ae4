using System.Net;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Hosting;

/// <summary>HEAD, which monitors and link checkers send.</summary>
public sealed class HeadTests : IAsyncDisposable
{
    private readonly LiveFeedServer _server = new();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData("/healthz/ready")]
    [InlineData("/boards")]
    [InlineData("/boards/board.schema.json")]
    [InlineData("/history")]
    [InlineData("/badge.svg?topic=demo/a")]
    [InlineData("/history?limit=none")]
    [InlineData("/nowhere")]
    public async Task HEAD_is_answered_as_GET_without_the_body(string path)
    {
        using var get = await _server.Http.GetAsync(
            new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken).WithinDeadline();
        var answer = await RawHttp.AskAsync(
            _server.Address, $"HEAD {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", "never");

        Assert.StartsWith($"HTTP/1.1 {(int)get.StatusCode} ", answer, StringComparison.Ordinal);
        Assert.Contains($"Content-Type: {get.Content.Headers.ContentType}\r\n", answer, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\n", answer, StringComparison.Ordinal);
        Assert.Equal(2, answer.Split("\r\n\r\n").Length);
    }

    [Theory]
    [InlineData("/events")]
    [InlineData("/events/")]
    public async Task The_stream_refuses_it_as_its_answer_would_not_end(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, new Uri(path, UriKind.Relative));
        using var response = await _server.Http.SendAsync(request, TestContext.Current.CancellationToken).WithinDeadline();

        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        Assert.Contains("GET", response.Content.Headers.Allow);
    }
}
