using System.Collections.Immutable;
using System.Globalization;
using LiveFeed.Events;
using LiveFeed.Frames;

namespace LiveFeed.Tests.Support;

/// <summary>Events for tests, as short to write as what matters about them.</summary>
internal static class TestEvents
{
    internal static readonly DateTimeOffset Noon = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    internal static FeedEvent Event(
        string? topic,
        int number = 0,
        string? key = null,
        string? id = null,
        EventTarget? to = null,
        string[]? except = null,
        DateTimeOffset? time = null) => new()
        {
            Topic = topic is null ? null : TopicName.Parse(topic),
            Data = EventData.Json(System.Text.Encoding.UTF8.GetBytes(number.ToString(CultureInfo.InvariantCulture))),
            Key = key,
            Id = id,
            To = to,
            Except = [.. except ?? []],
            Time = time ?? Noon,
        };

    /// <summary>A join or leave, as the server stores it.</summary>
    internal static FeedEvent Member(string room, string name, string user, DateTimeOffset? time = null) =>
        Event($"rooms/{room}/members", time: time) with
        {
            Name = name,
            Data = EventData.Json(System.Text.Encoding.UTF8.GetBytes(
                $$"""{"userId":"{{user}}","username":"{{user}}'s","memberId":"m-{{user}}"}""")),
        };

    internal static Subscription Following(params string[] patterns) => new()
    {
        Topics = [.. patterns.Select(TopicPattern.Parse)],
        ClientId = "c-test",
    };

    internal static int Number(this EventFrame frame) =>
        int.Parse(frame.Event.Data.ToString(), CultureInfo.InvariantCulture);

    internal static ImmutableArray<int> Numbers(this IEnumerable<EventFrame> frames) => [.. frames.Select(Number)];
}
