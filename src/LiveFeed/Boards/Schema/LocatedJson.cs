using System.Text.Json;

namespace LiveFeed.Boards.Schema;

/// <summary>A JSON value with its place in the file, which <see cref="JsonElement"/> does not have.</summary>
internal sealed class LocatedJson
{
    private LocatedJson(JsonValueKind kind, int at) => (Kind, At) = (kind, at);

    internal JsonValueKind Kind { get; }

    /// <summary>Bytes before it.</summary>
    internal int At { get; }

    /// <summary>The value of a text.</summary>
    internal string Text { get; private init; } = "";

    /// <summary>The value of a number.</summary>
    internal double Number { get; private init; }

    /// <summary>The items of an array.</summary>
    internal List<LocatedJson> Items { get; } = [];

    /// <summary>The members of an object, in the file's order.</summary>
    internal List<JsonMember> Members { get; } = [];

    /// <summary>A member's value; null when there is none.</summary>
    internal LocatedJson? this[string name] => Members.Find(member => member.Name == name).Value;

    /// <exception cref="JsonException">This is not JSON; the exception says where.</exception>
    internal static LocatedJson Read(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        reader.Read();
        var part = Read(ref reader);
        reader.Read(); // throws when something follows
        return part;
    }

    /// <summary>A member's text; null when there is none.</summary>
    internal string? TextOf(string name) =>
        this[name] is { Kind: JsonValueKind.String } value ? value.Text : null;

    private static LocatedJson Read(ref Utf8JsonReader reader)
    {
        var at = (int)reader.TokenStartIndex;
        return reader.TokenType switch
        {
            JsonTokenType.StartObject => ReadObject(ref reader, at),
            JsonTokenType.StartArray => ReadArray(ref reader, at),
            JsonTokenType.String => new LocatedJson(JsonValueKind.String, at) { Text = TextAt(ref reader) },
            JsonTokenType.Number => new LocatedJson(JsonValueKind.Number, at) { Number = reader.GetDouble() },
            JsonTokenType.True => new LocatedJson(JsonValueKind.True, at),
            JsonTokenType.False => new LocatedJson(JsonValueKind.False, at),
            _ => new LocatedJson(JsonValueKind.Null, at),
        };
    }

    private static LocatedJson ReadObject(ref Utf8JsonReader reader, int at)
    {
        var whole = new LocatedJson(JsonValueKind.Object, at);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var (name, nameAt) = (TextAt(ref reader), (int)reader.TokenStartIndex);
            reader.Read();
            whole.Members.Add(new JsonMember(name, nameAt, Read(ref reader)));
        }

        return whole;
    }

    private static LocatedJson ReadArray(ref Utf8JsonReader reader, int at)
    {
        var list = new LocatedJson(JsonValueKind.Array, at);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            list.Items.Add(Read(ref reader));
        }

        return list;
    }

    private static string TextAt(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException e)
        {
            throw new JsonException("The file has a text that is not valid Unicode.", e);
        }
    }
}
