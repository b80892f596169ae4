using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using CsCheck;
using LiveFeed.Access.Limits;
using LiveFeed.Access.Authorization;
using LiveFeed.Bodies;
using LiveFeed.Clients;
using LiveFeed.Events;
using LiveFeed.Hub;
using LiveFeed.Hub.Backplane;
using LiveFeed.Ingest.Ndjson;
using LiveFeed.Log;
using LiveFeed.Log.Memory;
using LiveFeed.Memory;
using LiveFeed.Publishing;
using LiveFeed.Refusals;
using LiveFeed.Scheduling;
using LiveFeed.Telemetry;
using LiveFeed.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace LiveFeed.Tests.Properties;

public sealed class BodyProperties
{
    private static readonly LimitsOptions Limits = new() { EventBytes = 300, BatchEvents = 3 };
    private static readonly JsonDocumentOptions Depth = new() { MaxDepth = EventParser.ReaderOptions(Limits).MaxDepth };

    [Fact]
    public void A_valid_body_is_accepted() =>
        Bodies.Right.AllMust(
            body =>
                Assert.True(Parse(Encoding.UTF8.GetBytes(body), new LimitsOptions(), out var problem) is not null, problem),
            share: 20,
            body => body);

    [Fact]
    public void An_accepted_body_is_what_another_parser_reads_and_any_other_is_refused_with_a_reason() =>
        Bodies.Json.Where(body => System.Text.Unicode.Utf8.IsValid(body)).AllMust(
            body =>
            {
                if (Parse(body, Limits, out var problem) is not { } events)
                {
                    Assert.NotEmpty(problem!);
                    return;
                }

                using var document = JsonDocument.Parse(BodyReader.WithoutByteOrderMark(body).ToArray(), Depth);
                List<JsonElement> posted = document.RootElement.ValueKind == JsonValueKind.Array
                    ? [.. document.RootElement.EnumerateArray()]
                    : [document.RootElement];
                Assert.Equal(posted.Count, events.Count);
                Assert.All(posted.Zip(events), pair => AssertSays(pair.First, pair.Second));
            },
            share: 50,
            Bodies.Print);

    [Fact]
    public Task NDJSON_is_answered_and_stored_alike_in_whatever_pieces_it_arrives() =>
        Gen.Select(Bodies.Ndjson, Gen.Int[1, 40].Array[1, 5]).AllMustAsync(
            async input =>
            {
                var (body, pieces) = input;
                var whole = await PublishAsync(new MemoryStream(body));
                var inPieces = await PublishAsync(new PiecewiseStream(body, pieces));

                Assert.Equal(whole, inPieces);
            },
            share: 10,
            input => $"{string.Join(' ', input.Item2)}: {Bodies.Print(input.Item1)}");

    // The events, or the problem as it would be written.
    private static IReadOnlyList<FeedEvent>? Parse(byte[] body, LimitsOptions limits, out string? problem)
    {
        var events = EventBatchParser.Parse(body, idempotencyKey: null, limits, TestEvents.Noon, out var found);
        Assert.True((events is null) == (found is not null), "either events or a problem");
        Assert.True(found is null || (found.Text.Length > 0 &&
            (found.Kind == RefusalKind.Malformed || found.Kind == RefusalKind.TooLarge ||
                found.Kind == RefusalKind.Invalid)));
        problem = found is null ? null : JsonSerializer.Serialize(LiveFeed.Http.FeedProblem.Of(found).ToDetails());
        return events;
    }

    private static void AssertSays(JsonElement posted, FeedEvent e)
    {
        Assert.True(
            posted.EnumerateObject().All(member =>
                posted.EnumerateObject().Count(other => other.NameEquals(member.Name)) == 1),
            "twice");
        Assert.Equal(Text("topic"), e.Topic?.Value);
        Assert.Equal(Text("event") ?? "message", e.Name);
        Assert.Equal(Text("key"), e.Key);
        Assert.Equal(Text("id"), e.Id);
        Assert.Equal(
            Value("to") is { ValueKind: JsonValueKind.Object } to ? to.EnumerateObject().Single().Value.GetString() : null,
            e.To?.Client ?? e.To?.User);
        Assert.Equal(
            Value("except") is { ValueKind: JsonValueKind.Array } except
                ? except.EnumerateArray().Select(one => one.GetString()!)
                : [],
            e.Except);
        Assert.Equal(
            Value("time") is { ValueKind: JsonValueKind.String } time ? time.GetDateTimeOffset().ToUniversalTime() : null,
            e.OccurredAt);
        Assert.Equal(Value("ephemeral") is { ValueKind: JsonValueKind.True }, e.Ephemeral);

        using var data = JsonDocument.Parse(e.Data.Utf8);
        Assert.False(e.Data.IsText);
        Assert.Equal(-1, e.Data.Utf8.AsSpan().IndexOfAny((byte)'\r', (byte)'\n'));
        Assert.True(JsonElement.DeepEquals(posted.GetProperty("data"), data.RootElement), e.Data.ToString());

        JsonElement? Value(string name) => posted.TryGetProperty(name, out var value) ? value : null;
        string? Text(string name) => Value(name)?.GetString();
    }

    // The answer and the log afterwards, as text without the epoch, which is each log's own.
    private static async Task<string> PublishAsync(Stream body)
    {
        var time = new FakeTimeProvider(TestEvents.Noon);
        await using var log = new MemoryEventLog(Options.Create(new LogOptions()), time);
        using var meters = new Meters();
        using var metrics = new LiveFeedMetrics(meters);
        var delivery = Options.Create(new DeliveryOptions { Lanes = 1 });
        using var hub = new FeedHub(log, delivery, time, metrics, NullLogger<FeedHub>.Instance);
        using var fanOut = new FanOut(log, hub);
        using var rate = new PublishRateLimiter(Options.Create(Limits));
        var sessions = new PublishSessions(
            new FeedPublisher(log, fanOut, new LocalBackplane(hub), metrics), rate, Options.Create(Limits), time);
        var publish = new NdjsonPublish(sessions.Begin(Caller.Without(Rights.Everything), default), Limits, time);
        using var hold = new BodyMemory(new BodyBudget(new MemoryBudget(1 << 20)));
        using var work = new LowPriorityWork(threads: 1);
        await publish.ReadAsync(
            PipeReader.Create(body), hold, new BodyRateGuard(Limits, time), work, CancellationToken.None);
        Assert.Equal(0, hold.Bytes);
        var page = await log.ReadAsync(0, subscription: null, limit: 100, conflate: false, CancellationToken.None);
        var stored = page.Frames.Select(frame => $"{frame.Sequence} {PostedEvents.Print(frame.Event)}");
        return $"{JsonSerializer.Serialize(publish.Answer)}\n{string.Join('\n', stored)}".Replace(
            log.Epoch, "…", StringComparison.Ordinal);
    }
}
