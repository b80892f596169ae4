using System.Net;
using System.Net.Http.Headers;

namespace LiveFeed.Tests.Client;

/// <summary>A request that waits for its answer.</summary>
internal sealed class ScriptedRequest(HttpRequestMessage request, string body)
{
    private readonly TaskCompletionSource<HttpResponseMessage> _answer =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal string Target { get; } = $"{request.Method} {request.RequestUri!.PathAndQuery}";

    internal string? Token { get; } = request.Headers.Authorization?.Parameter;

    internal string? LastEventId { get; } =
        request.Headers.TryGetValues("Last-Event-ID", out var values) ? values.Single() : null;

    internal string Body => body;

    internal Task<HttpResponseMessage> Answer => _answer.Task;

    /// <summary>An answer that ends.</summary>
    internal void Reply(
        HttpStatusCode status, string? json = null, string type = "application/json", TimeSpan? retryAfter = null)
    {
        var response = new HttpResponseMessage(status) { RequestMessage = request };
        if (json is not null)
        {
            response.Content = new StringContent(json, null, type);
        }

        if (retryAfter is { } wait)
        {
            response.Headers.RetryAfter = new RetryConditionHeaderValue(wait);
        }

        _answer.SetResult(response);
    }

    /// <summary>The connection breaks before the answer.</summary>
    internal void Break(HttpRequestError error = HttpRequestError.ResponseEnded) =>
        _answer.SetException(new HttpRequestException(error, "broken by the test"));

    /// <summary>Accepts all events of a publish, the first at a position.</summary>
    internal void Accept(int events, int first = 1, int duplicates = 0)
    {
        var positions = $$"""{"first":"a-{{first}}","last":"a-{{first + events - 1}}"}""";
        var answer = $"\"accepted\":{events},\"positions\":{positions},\"duplicates\":{duplicates}";
        Reply(HttpStatusCode.Accepted, $"{{{answer}}}");
    }

    /// <summary>Opens a stream.</summary>
    internal ScriptedStream Open()
    {
        var stream = new ScriptedStream();
        _answer.SetResult(new HttpResponseMessage(HttpStatusCode.OK) { RequestMessage = request, Content = stream.Content });
        return stream;
    }

    internal async Task<ScriptedStream> ConnectAsync(string position, string more)
    {
        Assert.StartsWith("GET /events?", Target, StringComparison.Ordinal);
        var stream = Open();
        await stream.WriteAsync(ScriptedStream.Connected(position) + more);
        return stream;
    }
}
