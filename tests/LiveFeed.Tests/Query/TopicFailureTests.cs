using System.Net;
using LiveFeed.Log;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Query;

/// <summary>A log whose topics cannot be listed, at all or any further.</summary>
public sealed class TopicFailureTests : IAsyncDisposable
{
    private readonly LiveFeedServer _server;
    private FailingLog? _log;

    public TopicFailureTests() => _server = new LiveFeedServer(services => FailingLog.AddTo(services, log => _log = log));

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData("/topics")]
    [InlineData("/history?topic=*&newestOfEach=1")]
    [InlineData("/history/series?topic=*")]
    [InlineData("/history/states?topic=*")]
    public async Task Topics_that_cannot_be_listed_are_a_problem(string path)
    {
        await _server.Http.PublishAsync("""[{"topic":"a","data":1},{"topic":"b","data":2}]""");
        _log!.TopicFailure = _ => new LogUnavailableException("the store is away");

        await _server.Http.GetProblemAsync(path, HttpStatusCode.ServiceUnavailable, "unavailable");
        _log.TopicFailure = null;
        await _server.Http.GetJsonAsync(path);
    }

    [Theory]
    [InlineData("long/101")]
    [InlineData("long/990")]
    public async Task A_list_that_breaks_off_does_not_look_complete(string last)
    {
        using var counted = new Counted(_server, "livefeed.queries.rejected", "reason");
        var events = Enumerable.Range(100, 900).Select(n => $$"""{"topic":"long/{{n}}","data":1}""");
        await _server.Http.PublishAsync($"[{string.Join(',', events)}]");
        _log!.TopicFailure = topic => topic == last ? new LogUnavailableException("the store is away") : null;

        await Assert.ThrowsAnyAsync<HttpRequestException>(
            () => _server.Http.GetStringAsync(new Uri("/topics", UriKind.Relative), TestContext.Current.CancellationToken));
        await Deadline.UntilAsync(() => counted["log"] == 1, "it is counted");
    }
}
