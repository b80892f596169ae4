using System.Globalization;
using System.Text;
using CsCheck;
using LiveFeed.Events;
using LiveFeed.Frames;
using LiveFeed.Publishing;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Properties;

/// <summary>Frames of every kind, with whatever a producer can get into an event.</summary>
internal static class SentFrames
{
    private const string Epoch = "146287b883";

    private static readonly Gen<string> Piece = Gen.OneOf(
        "\r", "\n", "\r\n", "\n\n", "\0", "\ufeff", "\u2028", "\u0085", "\ud800", "🙂", " ", ":", "a", "id: x-1\n",
        "data: {}\r\r", "event: livefeed.closing\n",
        "\nretry: 1\n");

    private static readonly Gen<EventData> Text = Gen.OneOf(
        Piece.Array[0, 8].Select(pieces => EventData.Text(string.Concat(pieces))),
        Gen.String.Select(text => EventData.Text(text)),
        Gen.Byte.Array[0, 40].Select(bytes => EventData.Text(Encoding.UTF8.GetString(bytes))),
        Gen.Select(Piece, Gen.Int[0, 70_000]).Select((piece, length) =>
            EventData.Text(piece + new string('x', length) + piece)));

    private static readonly Gen<EventData> Json = JsonTexts.Value.Select(json =>
        CompactJson.TryCompact(Encoding.UTF8.GetBytes(json), out var compact)
            ? EventData.Json(compact)
            : throw new InvalidOperationException(json));

    private static readonly Gen<string> Name = Gen.OneOf(
        "message", "order.paid", " spaced ", ":", "é🙂", "\u2028", "\ufeffa", "data: x");

    private static readonly Gen<DateTimeOffset?> OccurredAt =
        Gen.OneOf<DateTimeOffset?>(null, TestEvents.Noon.AddYears(-9).AddTicks(1), TestEvents.Noon.AddHours(3));

    /// <summary>An event; a third of them ephemeral.</summary>
    internal static Gen<EventFrame> Event { get; } = Gen.Select(
        Gen.Frequency((9, Gen.OneOf(Text, Json)), (1, Json)), Name, Words.Topic.Null(), Gen.Int[0, 2], OccurredAt,
        (data, name, topic, kind, at) => new EventFrame(
            new FeedEvent
            {
                Topic = topic is null ? null : TopicName.Parse(topic),
                Name = name,
                Data = data,
                Time = TestEvents.Noon.AddTicks(7),
                OccurredAt = at,
            },
            kind == 0 ? null : new Position(Epoch, kind)));

    internal static Gen<Frame> Any { get; } = Gen.Frequency<Frame>(
        (6, Event.Select(e => (Frame)e)),
        (3, Event.Array[1, 5].Select(Batch)),
        (1, Gen.OneOf(
            new HeartbeatFrame(new Position(Epoch, 3), 3),
            new ClosingFrame(CloseReason.Shutdown),
            new ExpiringFrame(TestEvents.Noon),
            (Frame)new GapFrame(new Position(Epoch, 4), new Position(Epoch, 9), GapReason.Expired))));

    internal static string Print(Frame[] frames) => string.Join(" | ", frames.SelectMany(Events).Select(e =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{e.Position}, {e.Event.Topic}, {e.Event.Name}, {(e.Event.Data.IsText ? "text" : "json")} {e.Event.Data}")));

    internal static IEnumerable<EventFrame> Events(Frame frame) => frame switch
    {
        EventFrame one => [one],
        BatchFrame several => several.ToArray(),
        _ => [],
    };

    private static Frame Batch(EventFrame[] events) =>
        events[1..].Aggregate(BatchFrame.Of(events[0]), (batch, e) => batch.With(e));
}
