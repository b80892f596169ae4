using System.Globalization;
using System.Text;
using LiveFeed.Query.History;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Query;

/// <summary>The history is written as it is read: however large it is, and however its reader reads.</summary>
public sealed class HistoryStreamingTests : IDisposable
{
    private const int Megabyte = 1 << 20;
    private const int Readers = 20;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("memory", "limit=10000")]
    [InlineData("sqlite", "limit=10000")]
    [InlineData("sqlite", "newest=10000")]
    [InlineData("sqlite", "newestOfEach=10")]
    public async Task Readers_that_take_nothing_hold_some_kilobytes_each_and_get_all_of_it_later(
        string provider, string query)
    {
        await using var server = Server(provider);
        await PublishLargeAsync(server.Http, "big", 12, Megabyte);
        var held = new Held(server);

        var readers = await Task.WhenAll(
            Enumerable.Range(0, Readers).Select(_ => SilentReader.AskAsync(server.Address, $"/history?topic=big&{query}")));

        // The pages read for them are freed after a moment. The bytes that they have not taken are in their connections'
        // buffers.
        await Deadline.UntilAsync(() => held.Unread == Readers && held.IsLetGo, "all wait for their readers");
        Assert.All(await Task.WhenAll(readers.Select(reader => reader.ReadToEndAsync())), Assert.True);
        await Deadline.UntilAsync(() => held.Open == 0 && held.Bytes == 0, "everything is given back");
        Array.ForEach(readers, reader => reader.Dispose());
    }

    /// <summary>In a process of its own, whose heap has room for fewer answers than are asked for.</summary>
    [Fact]
    public async Task Answers_of_more_bytes_than_the_heap_may_have_wait_for_their_readers()
    {
        using var service = await ServiceProcess.StartAsync(
            [
                "--LiveFeed:Log:Provider=memory",
                "--LiveFeed:Metrics:Enabled=false",
                $"--LiveFeed:Limits:HeldBytes={32 * Megabyte}",
            ],
            [],
            new Dictionary<string, string>
            {
                ["DOTNET_GCHeapHardLimit"] = (8 * 12 * Megabyte).ToString("x", CultureInfo.InvariantCulture),
            });
        await PublishLargeAsync(service.Http, "big", 12, Megabyte);
        var readers = await Task.WhenAll(
            Enumerable.Range(0, Readers)
                .Select(_ => SilentReader.AskAsync(service.Address, "/history?topic=big&limit=10000")));

        Assert.All(await Task.WhenAll(readers.Select(reader => reader.HasBeginningAsync())), Assert.True);

        Assert.All(await Task.WhenAll(readers.Select(reader => reader.ReadToEndAsync())), Assert.True);
        Array.ForEach(readers, reader => reader.Dispose());
    }

    [Fact]
    public async Task An_answer_of_large_events_ends_early_and_a_reader_that_goes_on_has_every_event_once()
    {
        await using var server = Server("sqlite");
        await PublishLargeAsync(server.Http, "big", 40, Megabyte);

        var answers = await server.Http.ReadHistoryAsync("topic=big&limit=10000");

        Assert.InRange(answers.Count, 3, 4);
        Assert.All(answers, answer => Assert.InRange(answer.Events().Count(), 1, 17));
        Assert.Equal(
            Enumerable.Range(0, 40).Select(n => n.ToString(CultureInfo.InvariantCulture)),
            answers.SelectMany(answer => answer.Events()).Select(e => e.GetProperty("event").GetString()));
    }

    [Theory]
    [InlineData("newest=5")]
    [InlineData("newestOfEach=5")]
    public async Task The_newest_are_found_first_and_read_again_where_they_are_large(string query)
    {
        await using var server = Server("sqlite");
        await PublishLargeAsync(server.Http, "big", 12, Megabyte);
        await server.Http.PublishNumbersAsync("other", 1);

        var answer = await server.Http.GetJsonAsync($"/history?topic=big&{query}");

        Assert.Equal(["7", "8", "9", "10", "11"], answer.Events().Select(e => e.GetProperty("event").GetString()));
        var next = answer.GetProperty("next").GetString();
        Assert.Empty((await server.Http.GetJsonAsync($"/history?after={next}")).Events());
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(40_001)]
    public async Task Pieces_of_a_large_event_are_the_event(int more)
    {
        const int Piece = 8 << 10;
        await using var server = new LiveFeedServer();
        var filler = string.Concat(Enumerable.Repeat("é\"\\\n\u0001\U0001F600", (Piece + more) / 10));
        var text = filler + new string('x', Math.Max(0, Piece + more - Encoding.UTF8.GetByteCount(filler)));
        var json = $$"""{"a":["{{new string('é', (Piece + more) / 2)}}"],"b":1}""";
        using var posted = await server.Http.PostToTopicAsync("text", text, "text/plain");
        using var other = await server.Http.PostToTopicAsync("json", json, Posting.Json);
        await server.Http.PublishNumbersAsync("after", 1);

        var events = (await server.Http.GetJsonAsync("/history")).Events().ToList();

        Assert.Equal(text, events[0].GetProperty("data").GetString());
        Assert.Equal(json, events[1].GetProperty("data").GetRawText());
        Assert.Equal("0", events[2].GetProperty("data").GetRawText());
    }

    [Fact]
    public async Task A_reader_that_goes_away_ends_its_query()
    {
        await using var server = Server("memory");
        await PublishLargeAsync(server.Http, "big", 12, Megabyte);
        var held = new Held(server);
        var reader = await SilentReader.AskAsync(server.Address, "/history?topic=big&limit=10000");
        await Deadline.UntilAsync(() => held.Open == 1, "it is answered");

        reader.Dispose();

        await Deadline.UntilAsync(() => held.Open == 0, "its place is free");
    }

    [Fact]
    public async Task HEAD_is_answered_without_a_body()
    {
        await using var server = Server("memory");
        await PublishLargeAsync(server.Http, "big", 3, Megabyte);
        using var request = new HttpRequestMessage(HttpMethod.Head, new Uri("/history?topic=big", UriKind.Relative));

        using var response = await server.Http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal("application/json", response.Content.Headers.ContentType?.ToString());
        Assert.Empty(await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        Assert.Equal(HistoryAnswer.MaxBytes, 16 * Megabyte); // more than there is
    }

    private LiveFeedServer Server(string provider) => new(
        ("Log:Provider", provider), ("Log:Path", _folder.File("feed.db")), ("Log:Durability", "commit"));

    // Each is named by its number.
    private static async Task PublishLargeAsync(HttpClient http, string topic, int count, int bytes)
    {
        for (var i = 0; i < count; i++)
        {
            using var posted = await http.PostToTopicAsync(
                $"{topic}?event={i}", new string('x', bytes), "text/plain");
        }
    }
}
