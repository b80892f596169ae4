using System.Threading.Channels;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Client;

/// <summary>A service whose answers a test writes, request by request.</summary>
internal sealed class ScriptedService : HttpMessageHandler
{
    private readonly Channel<ScriptedRequest> _requests = Channel.CreateUnbounded<ScriptedRequest>();

    /// <summary>The next request that came.</summary>
    internal Task<ScriptedRequest> NextAsync() => _requests.Reader.ReadAsync().WithinDeadline();

    /// <summary>Answers the next request, which must ask for a stream, with one that is connected.</summary>
    internal async Task<ScriptedStream> ConnectAsync(string position = "a-0", string more = "") =>
        await (await NextAsync()).ConnectAsync(position, more);

    /// <summary>No request has come that was not taken.</summary>
    internal bool IsIdle => !_requests.Reader.TryPeek(out _);

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        var scripted = new ScriptedRequest(request, body);
        _requests.Writer.TryWrite(scripted);
        return await scripted.Answer.WaitAsync(cancellationToken);
    }
}
