using System.Globalization;
using CsCheck;
using LiveFeed.Events;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Properties;

/// <summary>
/// Events of few topics, keys, ids and receivers, so that they concern one another; and subscriptions to them.
/// </summary>
internal static class PostedEvents
{
    private static readonly Gen<string?> Topic = Gen.OneOf("a", "a", "a/b", "b", null);
    private static readonly Gen<string?> Key = Gen.OneOf(null, null, "k", "l");
    private static readonly Gen<string?> Id = Gen.OneOf(null, null, null, null, null, "x", "y");
    private static readonly Gen<EventTarget?> To = Gen.OneOf(
        null, null, null, null, new EventTarget { Client = "c-1" }, new EventTarget { User = "ada" });

    private static readonly Gen<string[]> Except = Gen.OneOf([], [], [], ["c-1"], new[] { "c-2", "c-1" }, ["c-2"]);

    // One is before the time of receipt, the other behind; two are one instant.
    private static readonly Gen<DateTimeOffset?> OccurredAt = Gen.OneOf<DateTimeOffset?>(
        null,
        null,
        null,
        null,
        TestEvents.Noon.AddHours(-9),
        TestEvents.Noon.AddHours(-9).ToOffset(TimeSpan.FromHours(2)),
        TestEvents.Noon.AddDays(9).AddTicks(1));

    internal static Gen<FeedEvent> One { get; } = Gen.Select(
        Topic, Key, Id, To, Except, Gen.Int[0, 2], OccurredAt,
        (topic, key, id, to, except, number, at) =>
            TestEvents.Event(topic, number, key, id, to, except) with { OccurredAt = at });

    internal static Gen<Subscription> Subscription { get; } = Gen.Select(
        Gen.OneOf("a", "a/*", "a/**", "**", "b", "c").Array[0, 3],
        Gen.OneOf(null, "c-1", "c-2"),
        Gen.OneOf(null, "ada", "bob"),
        (topics, client, user) =>
            new Subscription { Topics = [.. topics.Select(TopicPattern.Parse)], ClientId = client, User = user });

    internal static string Print(FeedEvent e) =>
        $"{e.Topic?.Value ?? "-"}={e.Data}{Part(" key ", e.Key)}{Part(" id ", e.Id)}" +
        Part(" to ", e.To?.Client ?? e.To?.User) +
        Part(" except ", e.Except.Length == 0 ? null : string.Join('+', e.Except)) +
        Part(" at ", e.OccurredAt?.ToString("O", CultureInfo.InvariantCulture)) +
        (e.Ephemeral ? " ephemeral" : "");

    internal static string Print(Subscription s) =>
        $"[{string.Join(' ', s.Topics)}]{Part(" as ", s.ClientId)}{Part(" of ", s.User)}";

    private static string Part(string name, string? value) => value is null ? "" : name + value;
}
