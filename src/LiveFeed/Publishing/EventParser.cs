using System.Text.Json;
using LiveFeed.Access.Limits;
using LiveFeed.Events;

namespace LiveFeed.Publishing;

/// <summary>
/// Reads one event object from JSON. An unknown member is an error: a mistyped <c>topic</c> would make a broadcast to
/// everyone. A null member counts as left out, except <c>data</c>.
/// </summary>
internal static partial class EventParser
{
    // Levels that surround an event's data in an answer of the history.
    private const int LevelsAroundData = 3;

    // Max length of an unknown member's name in an error. The name may be as long as the body.
    private const int MaxNameTold = 64;

    // No valid field but data is longer, even with 6 bytes for each character. A longer one never becomes a string.
    private const int MaxTextBytes = 6 * TopicName.MaxLength;

    /// <summary>Levels of JSON that an event's data may have.</summary>
    internal static int MaxDepth(LimitsOptions limits) => limits.JsonDepth - LevelsAroundData;

    internal static JsonReaderOptions ReaderOptions(LimitsOptions limits) => new() { MaxDepth = MaxDepth(limits) };

    /// <summary>Reads the object at the reader and leaves the reader at its end.</summary>
    /// <param name="reader">At a value. It reads the whole JSON, not a part.</param>
    /// <param name="json">The bytes that the reader reads, valid UTF-8. The data is taken from it.</param>
    /// <param name="fields">Gets the fields and their faults.</param>
    /// <param name="isMessage">
    /// The object is a message of a protocol. Its members <c>type</c> and <c>id</c> are the message's, so the event has no
    /// id.
    /// </param>
    /// <exception cref="JsonException">The JSON is malformed.</exception>
    internal static void Read(
        ref Utf8JsonReader reader, ReadOnlySpan<byte> json, EventFields fields, bool isMessage = false)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            fields.Fail("", $"must be an event object, not {Describe(reader.TokenType)}");
            reader.Skip();
            return;
        }

        var seen = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (isMessage && (NameIs(ref reader, "type") || NameIs(ref reader, "id")))
            {
                reader.Skip();
                continue;
            }

            var member = MemberOf(ref reader);
            if (member == Member.Unknown)
            {
                RefuseUnknown(ref reader, fields);
                reader.Skip();
                continue;
            }

            if ((seen & (1 << (int)member)) != 0)
            {
                fields.Fail(PointerOf(member), "is given twice");
            }

            seen |= 1 << (int)member;
            reader.Read();
            ReadMember(ref reader, json, member, fields);
        }
    }

    private static void RefuseUnknown(ref Utf8JsonReader reader, EventFields fields)
    {
        var name = IsTooLong(ref reader) ? "?" : Text(ref reader) ?? "?";
        name = name.Length > MaxNameTold ? $"{name[..MaxNameTold]}…" : name;
        var escaped = name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);
        fields.Fail($"/{escaped}", EventFields.NoMember);
    }

    internal static string Describe(JsonTokenType token) => token switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "an array",
        JsonTokenType.String => "a string",
        JsonTokenType.Number => "a number",
        JsonTokenType.True or JsonTokenType.False => "a boolean",
        _ => "null",
    };

    private static void ReadMember(ref Utf8JsonReader reader, ReadOnlySpan<byte> json, Member member, EventFields fields)
    {
        if (member == Member.Data)
        {
            ReadData(ref reader, json, fields);
        }
        else if (reader.TokenType == JsonTokenType.Null)
        {
            // as if left out
        }
        else if (member == Member.To)
        {
            EventTargetParser.Read(ref reader, fields);
        }
        else if (member == Member.Except)
        {
            EventTargetParser.ReadExcept(ref reader, fields);
        }
        else if (member == Member.Ephemeral)
        {
            if (reader.TokenType is not (JsonTokenType.True or JsonTokenType.False))
            {
                fields.Fail("/ephemeral", $"must be true or false, not {Describe(reader.TokenType)}");
                reader.Skip();
                return;
            }

            fields.Ephemeral = reader.GetBoolean();
        }
        else if (RequiredText(ref reader, PointerOf(member), fields) is { } text)
        {
            SetText(member, text, fields);
        }
    }

    private static void SetText(Member member, string text, EventFields fields)
    {
        switch (member)
        {
            case Member.Topic:
                fields.SetTopic(text);
                break;
            case Member.Event:
                fields.SetName(text);
                break;
            case Member.Key:
                fields.SetKey(text);
                break;
            case Member.Time:
                fields.SetTime(text);
                break;
            default:
                fields.SetId(text);
                break;
        }
    }

    private static void ReadData(ref Utf8JsonReader reader, ReadOnlySpan<byte> json, EventFields fields)
    {
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        if (CompactJson.TryCompact(json[start..(int)reader.BytesConsumed], out var compact))
        {
            fields.SetData(EventData.Json(compact));
        }
        else
        {
            fields.Fail("/data", "must be valid Unicode, but has a lone surrogate");
        }
    }

    /// <summary>The string at the reader. Null, with an error noted, when it is not a string.</summary>
    internal static string? RequiredText(ref Utf8JsonReader reader, string pointer, EventFields fields)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            fields.Fail(pointer, $"must be a string, not {Describe(reader.TokenType)}");
            reader.Skip();
            return null;
        }

        if (IsTooLong(ref reader))
        {
            fields.Fail(pointer, $"is too long: it has {reader.ValueSpan.Length} bytes");
            return null;
        }

        var text = Text(ref reader);
        if (text is null)
        {
            fields.Fail(pointer, "must be valid Unicode, but has a lone surrogate");
        }

        return text;
    }

    private static bool IsTooLong(ref Utf8JsonReader reader) => reader.ValueSpan.Length > MaxTextBytes;

    private static string? Text(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString();
        }
        catch (InvalidOperationException)
        {
            return null; // an escaped lone surrogate
        }
    }
}
