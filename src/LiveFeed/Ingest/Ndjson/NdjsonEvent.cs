using System.Text.Json;
using System.Text.Unicode;
using LiveFeed.Access.Limits;
using LiveFeed.Events;
using LiveFeed.Publishing;
using LiveFeed.Refusals;

namespace LiveFeed.Ingest.Ndjson;

/// <summary>Reads the event of one line.</summary>
internal static class NdjsonEvent
{
    /// <returns>The event, or what is wrong with the line.</returns>
    internal static (FeedEvent? Event, Refusal? Refusal) Read(
        ReadOnlySpan<byte> line, PublishSession session, LimitsOptions limits, DateTimeOffset now)
    {
        if (!Utf8.IsValid(line))
        {
            return (null, new Refusal(RefusalKind.Malformed, "must be valid UTF-8"));
        }

        var fields = session.NewFields();
        try
        {
            var reader = new Utf8JsonReader(line, EventParser.ReaderOptions(limits));
            reader.Read();
            EventParser.Read(ref reader, line, fields);
            reader.Read(); // throws when anything follows
        }
        catch (JsonException e)
        {
            return (null, new Refusal(RefusalKind.Malformed, UnreadableJson.Describe(line, limits, e)));
        }

        return fields.Build(now) is { } parsed ? (parsed, null) : (null, RefusalOf(fields.Errors));
    }

    private static Refusal RefusalOf(IReadOnlyList<FieldError> errors) => new(
        FieldError.KindOf(errors), string.Join("; ", errors.Select(error => error.Text)));
}
