using System.Net;
using LiveFeed.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace LiveFeed.Tests.Query;

/// <summary>What all queries may take together, and each sender. Time stands still unless a test says so.</summary>
public sealed class QueryLimiterTests : IAsyncLifetime
{
    private const string Large = "/history?topic=big&limit=100";

    // Until the service looks again who has waited too long, and until an answer that waits for its reader is let go.
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private static readonly (string Name, string Value)[] Ada = [("X-API-Key", "ada")];
    private static readonly (string Name, string Value)[] Bob = [("X-API-Key", "bob")];

    private readonly NotedTime _time = new(new DateTimeOffset(2026, 1, 31, 10, 0, 0, TimeSpan.Zero));
    private readonly LiveFeedServer _server;
    private readonly Counted _rejected;
    private readonly List<SilentReader> _readers = [];

    public QueryLimiterTests()
    {
        _server = new LiveFeedServer(
            services => services.AddSingleton<TimeProvider>(_time),
            [
                .. Credentialed.ApiKey(0, "ada", ["**"], ["**"], admin: true),
                .. Credentialed.ApiKey(1, "bob", ["**"], ["**"], admin: true),
                ("Limits:Queries", "3"),
                ("Limits:QueriesPerSender", "2"),
            ]);
        _rejected = new Counted(_server, "livefeed.queries.rejected", "reason");
    }

    private Held Held => new(_server);

    public async ValueTask InitializeAsync()
    {
        for (var i = 0; i < 8; i++)
        {
            using var response = await _server.SendAsync(
                "POST", "/topics/big", Ada, new string('x', 2_000_000), "text/plain");
            Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _readers.ForEach(reader => reader.Dispose());
        _rejected.Dispose();
        await _server.DisposeAsync();
    }

    [Theory]
    [InlineData("/history?topic=none")]
    [InlineData("/history?topic=none&newest=1")]
    [InlineData("/history/series?topic=none")]
    [InlineData("/history/states?topic=none")]
    [InlineData("/badge.svg?topic=none")]
    [InlineData("/sparkline.svg?topic=none")]
    [InlineData("/topics")]
    [InlineData("/clients")]
    public async Task A_sender_without_places_waits_until_its_silent_reader_is_cut_off_while_another_sender_is_answered(
        string path)
    {
        await StuckAsync("ada", 2);

        var looked = _time.UntilSetAsync(LookInterval);
        var waits = _server.SendAsync("GET", path, Ada);
        await looked;
        await AssertAnsweredAsync(path, Bob); // to the end, after which its place is free

        // While others wait, a client that reads nothing is cut off after 5 s.
        _time.Advance(TimeSpan.FromSeconds(4));
        Assert.Equal((2, 1), (Held.Open, Held.Waiting));
        _time.Advance(TimeSpan.FromSeconds(2));
        using var response = await waits;
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(1, _rejected["stalled"]);
    }

    [Fact]
    public async Task A_query_that_waits_too_long_is_refused_and_told_when_to_come_back()
    {
        await StuckAsync("ada", 2);
        var looked = _time.UntilSetAsync(LookInterval);
        var waits = _server.SendAsync("GET", "/history?topic=none", Ada);
        await looked;

        _time.Advance(TimeSpan.FromSeconds(10));

        using var response = await waits;
        var problem = await response.ReadProblemAsync(HttpStatusCode.ServiceUnavailable, "unavailable");
        Assert.Contains("Limits:QueriesPerSender", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.InRange(response.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 5);
        Assert.Equal(1, _rejected["full-sender"]);
    }

    [Fact]
    public async Task The_line_is_bounded()
    {
        await StuckAsync("ada", 2);
        var waiting = Enumerable.Range(0, 8).Select(_ => _server.SendAsync("GET", "/topics", Ada)).ToList();
        await Deadline.UntilAsync(() => Held.Waiting == 8, "they wait");

        using var refused = await _server.SendAsync("GET", "/topics", Ada);

        await refused.ReadProblemAsync(HttpStatusCode.ServiceUnavailable, "unavailable");
        Assert.Equal(HttpStatusCode.OK, await _server.StatusAsync("GET", "/topics", Bob));
        _readers.ForEach(reader => reader.Dispose());
        foreach (var response in await Task.WhenAll(waiting))
        {
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            response.Dispose();
        }
    }

    [Fact]
    public async Task When_all_places_are_taken_a_query_that_ends_makes_room_for_the_next()
    {
        await StuckAsync("ada", 2);
        await StuckAsync("bob", 1);
        var waits = _server.SendAsync("GET", "/history?topic=none", Bob);
        await Deadline.UntilAsync(() => Held.Waiting == 1, "it waits");

        _readers[0].Dispose();

        using var response = await waits;
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task A_waiting_query_whose_client_goes_leaves_the_line()
    {
        await StuckAsync("ada", 2);
        using var gone = await SilentReader.AskAsync(_server.Address, Large, "X-API-Key: ada\r\n");
        await Deadline.UntilAsync(() => Held.Waiting == 1, "it waits");

        gone.Dispose();

        await Deadline.UntilAsync(() => Held.Waiting == 0, "it is gone");
        Assert.Equal(2, Held.Open);
    }

    [Fact]
    public async Task A_reader_that_takes_nothing_is_cut_off_and_counted()
    {
        await StuckAsync("ada", 1);

        var timed = _time.UntilSetAsync(TimeSpan.FromSeconds(30));
        await _time.PassUntilAsync(Patience, () => Held.IsLetGo, "the page read for it is freed");
        await timed;
        _time.Advance(TimeSpan.FromSeconds(30));

        await Deadline.UntilAsync(() => Held is { Open: 0, Bytes: 0 }, "its place and its bytes are free");
        Assert.Equal(1, _rejected["stalled"]);
        Assert.False(await _readers[0].ReadToEndAsync());
    }

    [Fact]
    public async Task Without_memory_for_it_a_query_waits_and_is_refused()
    {
        var budget = _server.Services.GetRequiredService<LiveFeed.Memory.MemoryBudget>();
        budget.Take(budget.Limit);
        var looked = _time.UntilSetAsync(LookInterval);
        var waits = _server.SendAsync("GET", "/topics", Ada);
        await looked;

        _time.Advance(TimeSpan.FromSeconds(10));

        using var response = await waits;
        await response.ReadProblemAsync(HttpStatusCode.ServiceUnavailable, "unavailable");
        Assert.Equal(1, _rejected["memory"]);
        budget.Return(budget.Limit);
        Assert.Equal(HttpStatusCode.OK, await _server.StatusAsync("GET", "/topics", Ada));
    }

    private async Task AssertAnsweredAsync(string path, (string Name, string Value)[] sender)
    {
        using var response = await _server.SendAsync("GET", path, sender);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        await response.Content.CopyToAsync(Stream.Null, TestContext.Current.CancellationToken).WithinDeadline();
    }

    // Readers that hold their places.
    private async Task StuckAsync(string key, int count)
    {
        var open = Held.Open;
        for (var i = 0; i < count; i++)
        {
            _readers.Add(await SilentReader.AskAsync(_server.Address, Large, $"X-API-Key: {key}\r\n"));
        }

        // Until then an answer waits for a moment again and again, each time with a timer of its own.
        var (still, timers) = (0, 0);
        await Deadline.UntilAsync(
            () =>
            {
                var before = timers;
                timers = _time.TimesSet(Patience);
                still = Held.Unread == open + count && timers == before ? still + 1 : 0;
                return still >= 20;
            },
            "they have their places, and take nothing");
    }
}
