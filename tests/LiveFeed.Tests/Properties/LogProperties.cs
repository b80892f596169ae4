using CsCheck;
using LiveFeed.Log;
using LiveFeed.Log.Memory;
using LiveFeed.Log.Trimming;
using LiveFeed.Log.Sqlite;
using LiveFeed.Log.Tail;
using LiveFeed.Tests.Log.Remote;
using LiveFeed.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace LiveFeed.Tests.Properties;

/// <summary>Every log does what the reference does, whatever is done with it.</summary>
public sealed class LogProperties
{
    private static readonly LogStep Trim = new("trim", run => run.TrimAsync());
    private static readonly LogStep Reopen = new("reopen", _ => Task.CompletedTask);

    // Some topics have events, and others have none. The first rule that matches counts.
    private static readonly Gen<RetentionRule[]> Rules = Gen.Select(
        Gen.OneOf("a", "a/**", "a/*", "b", "*", "c", "z/**").Array[1, 2],
        Gen.OneOf<long?>(null, 1, 3, 20),
        Gen.OneOf<int?>(null, 20, 200),
        (topics, events, minutes) => new RetentionRule
        {
            Topics = topics,
            MaxEvents = events,
            MaxAge = minutes is { } some ? TimeSpan.FromMinutes(some) : null,
        }).Array[0, 3];

    private static readonly Gen<LogStep[]> Steps =
        Gen.Frequency((6, LogStep.Any), (1, Gen.OneOf(Trim, Reopen))).Array[1, 40];

    [Fact]
    public Task A_log_in_memory_does_what_the_reference_does() =>
        Gen.Select(Rules, Steps).AllMustAsync(
            async input =>
            {
                var time = new FakeTimeProvider(TestEvents.Noon);
                var options = Retention(input.Item1);
                await using var log = new MemoryEventLog(Options.Create(options), time);
                var run = new LogRun(log, Reference(options), time);
                foreach (var step in input.Item2)
                {
                    await step.Run(run);
                }
            },
            share: 20,
            Print);

    [Theory]
    [InlineData(LogDurability.Async)]
    [InlineData(LogDurability.Commit)]
    internal Task A_log_in_a_file_does_what_the_reference_does_also_over_restarts(LogDurability durability) =>
        Gen.Select(Rules, Steps).AllMustAsync(
            async input =>
            {
                using var folder = new TempFolder();
                var time = new FakeTimeProvider(TestEvents.Noon);
                var options = Retention(input.Item1);
                (options.Path, options.Durability) = (folder.File("feed.db"), durability);
                var run = new LogRun(Open(options, time), Reference(options), time);
                foreach (var step in input.Item2)
                {
                    if (step == Reopen)
                    {
                        await run.Log.DisposeAsync();
                        run.Reopen(Open(options, time));
                        continue;
                    }

                    if (step == Trim)
                    {
                        await SettleAsync((SqliteEventLog)run.Log, time);
                    }

                    await step.Run(run);
                }

                await run.Log.DisposeAsync();
            },
            print: Print);

    [Fact]
    public async Task A_log_that_has_most_of_its_events_only_in_the_file_answers_as_the_reference_does()
    {
        using var folder = new TempFolder();
        var time = new FakeTimeProvider(TestEvents.Noon);
        var options = new LogOptions
        {
            Path = folder.File("feed.db"),
            Durability = LogDurability.Commit,
            MaxEvents = 3 * LogTail.TailEvents / 2,
        };
        await using var log = Open(options, time);
        var run = new LogRun(log, new ReferenceLog((int)options.MaxEvents, options.MaxAge), time);

        // The same ones each time; without ids, which would be in conflict.
        foreach (var chunk in PostedEvents.One.Array[2 * LogTail.TailEvents].Single(_ => true, "0000000000001").Chunk(4_096))
        {
            await run.AppendAsync([.. chunk.Select(e => e with { Id = null })]);
        }

        await run.TrimAsync();
        await LogStep.Deep(2 * LogTail.TailEvents).AllMustAsync(step => step.Run(run), print: step => step.Text);
    }

    [Fact]
    public Task A_log_whose_store_is_elsewhere_does_what_the_reference_does() =>
        Gen.Select(Rules, Steps, Gen.OneOf(1, 4, 100)).AllMustAsync(
            async input =>
            {
                var time = new FakeTimeProvider(TestEvents.Noon);
                var options = Retention(input.Item1);
                await using var store = new RemoteStore(Options.Create(options), time);
                await using var log = new RemoteLog(store, options, time, maxInMemory: input.Item3);
                var run = new LogRun(log, Reference(options), time);
                foreach (var step in input.Item2)
                {
                    await step.Run(run);
                }
            },
            share: 20,
            input => $"{input.Item3} in memory, {Print((input.Item1, input.Item2))}");

    private static LogOptions Retention(RetentionRule[] rules) =>
        new() { MaxEvents = 12, MaxAge = TimeSpan.FromHours(1), Retention = rules };

    private static ReferenceLog Reference(LogOptions options) => new(
        [
            .. options.Retention!.Select(rule =>
                (rule.Topics!, rule.MaxEvents ?? options.MaxEvents, rule.MaxAge ?? options.MaxAge)),
            ([], options.MaxEvents, options.MaxAge),
        ]);

    private static SqliteEventLog Open(LogOptions options, FakeTimeProvider time) =>
        new(Options.Create(options), time, NullLogger<SqliteEventLog>.Instance);

    // The writer gathers events for some milliseconds of its clock.
    private static async Task SettleAsync(SqliteEventLog log, FakeTimeProvider time)
    {
        while (log.Unwritten(1).Count > 0)
        {
            time.Advance(TimeSpan.FromMilliseconds(1));
            await Task.Yield();
        }
    }

    private static string Print((RetentionRule[] Rules, LogStep[] Steps) input) =>
        string.Join(", ", input.Rules.Select(Print)) + ": " + string.Join("; ", input.Steps.Select(step => step.Text));

    private static string Print(RetentionRule rule) =>
        $"[{string.Join(' ', rule.Topics!)}] {rule.MaxEvents} events {rule.MaxAge}";
}
