using System.Globalization;
using System.Net;
using LiveFeed.Log;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Query;

/// <summary>A log that cannot be read any further while an answer is written.</summary>
public sealed class HistoryFailureTests : IAsyncDisposable
{
    private readonly LiveFeedServer _server;
    private FailingLog? _log;

    public HistoryFailureTests() => _server = new LiveFeedServer(services => FailingLog.AddTo(services, log => _log = log));

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task An_answer_ends_where_the_log_cannot_be_read_and_a_reader_that_goes_on_later_has_every_event_once()
    {
        await _server.Http.PublishNumbersAsync("t", 3_500);
        _log!.ReadFailure = after => after >= 2_000 ? new LogUnavailableException("the disk is away") : null;

        var first = await _server.Http.GetJsonAsync("/history?topic=t&limit=10000");
        var next = first.GetProperty("next").GetString();
        using var refused = await _server.Http.GetAsync(
            new Uri($"/history?topic=t&after={next}", UriKind.Relative), TestContext.Current.CancellationToken);
        var problem = await refused.ReadProblemAsync(HttpStatusCode.ServiceUnavailable, "unavailable");
        _log.ReadFailure = null;
        var rest = await _server.Http.GetJsonAsync($"/history?topic=t&limit=10000&after={next}");

        Assert.Equal("the disk is away", problem.GetProperty("detail").GetString());
        Assert.NotNull(refused.Headers.RetryAfter);
        Assert.Equal(2_000, first.Events().Count());
        Assert.Equal(
            Enumerable.Range(0, 3_500).Select(n => n.ToString(CultureInfo.InvariantCulture)),
            first.Events().Concat(rest.Events()).Select(e => e.GetProperty("data").GetRawText()));
    }

    [Theory]
    [InlineData("/history?topic=t")]
    [InlineData("/history/series?topic=t")]
    [InlineData("/history/states?topic=t")]
    [InlineData("/sparkline.svg?topic=t")]
    public async Task A_history_that_cannot_be_read_is_a_problem(string path)
    {
        await _server.Http.PublishNumbersAsync("t", 3);
        _log!.ReadFailure = _ => new LogUnavailableException("the disk is away");

        await _server.Http.GetProblemAsync(path, HttpStatusCode.ServiceUnavailable, "unavailable");
    }

    [Fact]
    public async Task Half_an_event_whose_other_half_cannot_be_read_ends_with_the_connection()
    {
        using var counted = new Counted(_server, "livefeed.queries.rejected", "reason");
        using var posted = await _server.Http.PostToTopicAsync("t", new string('x', 2_000_000), "text/plain");
        for (var i = 0; i < 6; i++)
        {
            using var more = await _server.Http.PostToTopicAsync("t", new string('x', 2_000_000), "text/plain");
        }

        using var reader = await SilentReader.AskAsync(_server.Address, "/history?topic=t");
        var held = new Held(_server);
        await Deadline.UntilAsync(() => held is { Unread: 1, IsLetGo: true }, "what was read for it was let go");
        _log!.ReadFailure = _ => new LogUnavailableException("the disk is away");

        Assert.False(await reader.ReadToEndAsync());
        await Deadline.UntilAsync(() => counted["log"] == 1, "it is counted");
    }
}
