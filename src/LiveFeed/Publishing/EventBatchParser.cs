using System.Globalization;
using System.Text.Json;
using LiveFeed.Access.Limits;
using LiveFeed.Bodies;
using LiveFeed.Events;
using LiveFeed.Refusals;

namespace LiveFeed.Publishing;

/// <summary>Reads one event object, or an array of them, all or nothing.</summary>
internal static class EventBatchParser
{
    /// <summary>The header that may have the id of the one event.</summary>
    internal const string IdempotencyKey = "Idempotency-Key";

    // Max errors in an answer. The first ones are enough to act on.
    private const int MaxErrors = 20;

    /// <param name="body">Valid UTF-8.</param>
    /// <param name="idempotencyKey">The id of the one event, when it came by header.</param>
    /// <param name="limits">How much is accepted.</param>
    /// <param name="now">The events' time.</param>
    /// <param name="refusal">What is wrong, when there is no result.</param>
    internal static IReadOnlyList<FeedEvent>? Parse(
        ReadOnlySpan<byte> body, string? idempotencyKey, LimitsOptions limits, DateTimeOffset now, out Refusal? refusal)
    {
        var json = BodyReader.WithoutByteOrderMark(body);
        var reader = new Utf8JsonReader(json, EventParser.ReaderOptions(limits));
        try
        {
            reader.Read();
            if (reader.TokenType == JsonTokenType.StartArray)
            {
                if (idempotencyKey is not null)
                {
                    refusal = Refusal.At(
                        RefusalKind.Invalid,
                        IdempotencyKey,
                        "is for one event; the events of an array have an id each");
                    return null;
                }

                return ParseArray(ref reader, json, limits, now, out refusal);
            }

            var fields = new EventFields(limits.EventBytes);
            if (idempotencyKey is not null)
            {
                fields.SetId(idempotencyKey);
            }

            EventParser.Read(ref reader, json, fields);
            ReadToEnd(ref reader);
            var e = fields.Build(now);
            refusal = e is null ? FieldError.Refuse(fields.Errors) : null;
            return e is null ? null : [e];
        }
        catch (JsonException e)
        {
            refusal = UnreadableJson.RefusalOf("The body", json, limits, e);
            return null;
        }
    }

    /// <summary>Whether a body that has been parsed was an array.</summary>
    internal static bool IsArray(ReadOnlySpan<byte> body) =>
        BodyReader.WithoutByteOrderMark(body).TrimStart(" \t\r\n"u8) is [(byte)'[', ..];

    private static List<FeedEvent>? ParseArray(
        ref Utf8JsonReader reader,
        ReadOnlySpan<byte> json,
        LimitsOptions limits,
        DateTimeOffset now,
        out Refusal? refusal)
    {
        var events = new List<FeedEvent>();
        var errors = new List<FieldError>();
        var count = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var fields = new EventFields(limits.EventBytes);
            EventParser.Read(ref reader, json, fields);
            var e = fields.Build(now);
            if (e is not null && count < limits.BatchEvents)
            {
                events.Add(e);
            }

            if (errors.Count < MaxErrors)
            {
                errors.AddRange(fields.Errors.Select(error => error with
                {
                    Pointer = string.Create(CultureInfo.InvariantCulture, $"/{count}{error.Pointer}"),
                }));
            }

            count++;
        }

        ReadToEnd(ref reader);
        refusal = count > limits.BatchEvents ? TooMany(count, limits)
            : errors.Count > 0 ? FieldError.Refuse(errors)
            : null;
        return refusal is null ? events : null;
    }

    private static Refusal TooMany(int count, LimitsOptions limits) => Refusal.At(
        RefusalKind.TooLarge,
        "",
        $"An array may have at most {limits.BatchEvents} events (LiveFeed:Limits:BatchEvents), not {count}; " +
        "application/x-ndjson has no limit.");

    // Throws when anything but white space follows.
    private static void ReadToEnd(ref Utf8JsonReader reader)
    {
        while (reader.Read())
        {
        }
    }
}
