using System.Text.Json;
using LiveFeed.Refusals;

namespace LiveFeed.Streaming.WebSockets.Requests;

/// <summary>Finds the members of a message. Their values are read when they are asked for.</summary>
internal ref partial struct RequestFields
{
    private void ReadMembers(JsonReaderOptions options)
    {
        var reader = new Utf8JsonReader(Json, options);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            Refuse(RefusalKind.Malformed, "", "A message must be a JSON object with a type.");
            return;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = TryReadText(ref reader, out var text) ? text : "?";
            if (_members.Count == MaxMembers || _members.Exists(member => member.Name == name))
            {
                Refuse(RefusalKind.Invalid, $"/{Shortened(name)}", "is given twice, or there are too many members");
            }

            reader.Read();
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            if (Refusal is null)
            {
                _members.Add((name, start..(int)reader.BytesConsumed));
            }
        }

        while (reader.Read())
        {
            // throws when anything follows
        }
    }

    private void ReadId()
    {
        if (Raw("id", out var json))
        {
            if (json.Length <= MaxIdBytes && json[0] is (byte)'"' or (byte)'-' or (>= (byte)'0' and <= (byte)'9'))
            {
                Id = json.ToArray();
            }
            else
            {
                Refuse(RefusalKind.Invalid, "/id", $"must be a string or a number of at most {MaxIdBytes} bytes");
            }
        }
    }

    private static bool TryReadText(ReadOnlySpan<byte> json, out string text)
    {
        var reader = new Utf8JsonReader(json);
        reader.Read();
        return TryReadText(ref reader, out text);
    }

    private static bool TryReadText(ref Utf8JsonReader reader, out string text)
    {
        try
        {
            text = reader.GetString()!;
            return true;
        }
        catch (InvalidOperationException)
        {
            text = "";
            return false; // an escaped lone surrogate
        }
    }

    internal static string Shortened(string name)
    {
        const int Most = 64;
        return name.Length <= Most ? name : $"{name[..Most]}…";
    }
}
