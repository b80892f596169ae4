using System.Text.Json;

namespace LiveFeed.Publishing;

/// <summary>Reads the members of an event that choose its receivers: <c>to</c> and <c>except</c>.</summary>
internal static class EventTargetParser
{
    // JSON pointers for errors, made once, so a valid name costs none.
    private static readonly string[] Pointers = [.. Enumerable.Range(0, EventFields.MaxExcept).Select(i => $"/except/{i}")];

    internal static void Read(ref Utf8JsonReader reader, EventFields fields)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            fields.Fail("/to", $"must be an object with client or user, not {EventParser.Describe(reader.TokenType)}");
            reader.Skip();
            return;
        }

        string? client = null, user = null;
        var failed = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isClient = EventParser.NameIs(ref reader, "client");
            var isUser = EventParser.NameIs(ref reader, "user");
            reader.Read();
            if (isClient)
            {
                failed |= !TryReadName(ref reader, "/to/client", fields, ref client);
            }
            else if (isUser)
            {
                failed |= !TryReadName(ref reader, "/to/user", fields, ref user);
            }
            else
            {
                fields.Fail("/to", "may have client or user and nothing else");
                reader.Skip();
                failed = true;
            }
        }

        if (!failed)
        {
            fields.SetTo(client, user);
        }
    }

    // A name given twice is an error. It is noted at the second one.
    private static bool TryReadName(ref Utf8JsonReader reader, string pointer, EventFields fields, ref string? name)
    {
        if (EventParser.RequiredText(ref reader, pointer, fields) is not { } text)
        {
            return false;
        }

        var isTwice = name is not null;
        if (isTwice)
        {
            fields.Fail(pointer, "is given twice");
        }

        name = text;
        return !isTwice;
    }

    internal static void ReadExcept(ref Utf8JsonReader reader, EventFields fields)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            fields.Fail("/except", $"must be an array of client ids, not {EventParser.Describe(reader.TokenType)}");
            reader.Skip();
            return;
        }

        var clients = new List<string>();
        var (count, failed) = (0, false);
        for (; reader.Read() && reader.TokenType != JsonTokenType.EndArray; count++)
        {
            if (count >= EventFields.MaxExcept)
            {
                reader.Skip(); // only counted: they may be as many as the body has room for
            }
            else if (EventParser.RequiredText(ref reader, Pointers[count], fields) is { } client)
            {
                clients.Add(client);
            }
            else
            {
                failed = true;
            }
        }

        if (count > EventFields.MaxExcept)
        {
            fields.Fail("/except", $"may name at most {EventFields.MaxExcept} clients, not {count}");
        }
        else if (!failed)
        {
            fields.SetExcept(clients);
        }
    }
}
