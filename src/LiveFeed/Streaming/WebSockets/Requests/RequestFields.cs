using System.Text.Json;
using LiveFeed.Events;
using LiveFeed.Refusals;

namespace LiveFeed.Streaming.WebSockets.Requests;

/// <summary>
/// The members of a message, and what is wrong with them: the first fault becomes <see cref="Refusal"/>. A member that is
/// null counts as left out.
/// </summary>
internal ref partial struct RequestFields
{
    private const int MaxIdBytes = 256;
    private const int MaxMembers = 64;

    private readonly List<(string Name, Range Value)> _members = new(capacity: 8); // as many as most have

    private RequestFields(ReadOnlySpan<byte> json) => Json = json;

    /// <summary>The whole message.</summary>
    internal ReadOnlySpan<byte> Json { get; }

    internal Refusal? Refusal { get; private set; }

    /// <summary>What the message asks for; empty when it does not say.</summary>
    internal string Type { get; private set; } = "";

    /// <summary>A string or number that the answer repeats, as it was written; null when the client gave none.</summary>
    internal byte[]? Id { get; private set; }

    internal static RequestFields Of(ReadOnlySpan<byte> json, int maxDepth)
    {
        var fields = new RequestFields(json);
        try
        {
            fields.ReadMembers(new JsonReaderOptions { MaxDepth = maxDepth });
        }
        catch (JsonException e)
        {
            fields.Refuse(RefusalKind.Malformed, "", $"The message is not well-formed JSON. {e.Message}");
        }

        fields.ReadId();
        fields.Type = fields.Text("type") ?? "";
        return fields;
    }

    /// <summary>Another member is an error: a mistyped one would be ignored.</summary>
    internal void MayHave(params ReadOnlySpan<string> names)
    {
        foreach (var (name, _) in _members)
        {
            if (name is not ("type" or "id") && !names.Contains(name))
            {
                Refuse(RefusalKind.Invalid, $"/{Shortened(name)}", $"is not a member of a {Type} message");
            }
        }
    }

    internal readonly IEnumerable<string> Names => _members.Select(member => member.Name);

    internal readonly bool Has(string name) => Raw(name, out _);

    /// <summary>A member that it has, as it was written.</summary>
    internal readonly ReadOnlySpan<byte> Written(string name) => Json[_members.Find(member => member.Name == name).Value];

    /// <summary>A member as it was written; false when it is left out.</summary>
    internal readonly bool Raw(string name, out ReadOnlySpan<byte> json)
    {
        foreach (var (other, value) in _members)
        {
            if (other == name && !Json[value].SequenceEqual("null"u8))
            {
                json = Json[value];
                return true;
            }
        }

        json = default;
        return false;
    }

    internal string? Text(string name)
    {
        if (!Raw(name, out var json))
        {
            return null;
        }

        if (json[0] == '"' && TryReadText(json, out var text))
        {
            return text;
        }

        Refuse(RefusalKind.Invalid, $"/{name}", "must be a string");
        return null;
    }

    internal int? Number(string name, int least, int most)
    {
        if (!Raw(name, out var json))
        {
            return null;
        }

        var reader = new Utf8JsonReader(json);
        reader.Read();
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var number) && number >= least &&
            number <= most)
        {
            return number;
        }

        Refuse(RefusalKind.Invalid, $"/{name}", $"must be a whole number from {least} to {most}");
        return null;
    }

    internal bool? Flag(string name)
    {
        if (!Raw(name, out var json))
        {
            return null;
        }

        if (json.SequenceEqual("true"u8) || json.SequenceEqual("false"u8))
        {
            return json[0] == 't';
        }

        Refuse(RefusalKind.Invalid, $"/{name}", "must be true or false");
        return null;
    }

    internal Position? Position(string name)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        if (Events.Position.TryParse(text, out var position))
        {
            return position;
        }

        Refuse(RefusalKind.Invalid, $"/{name}", "must be a position, as an event has it");
        return null;
    }

    /// <summary>A required list of topics or patterns, without repetitions.</summary>
    internal IReadOnlyList<TopicPattern> Patterns(string name, int most)
    {
        var found = new List<TopicPattern>();
        if (!Raw(name, out var json) || json[0] != '[')
        {
            Refuse(RefusalKind.Invalid, $"/{name}", "must be an array of topics or patterns");
            return found;
        }

        var reader = new Utf8JsonReader(json);
        reader.Read();
        for (var i = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray && Refusal is null; i++)
        {
            if (reader.TokenType != JsonTokenType.String || !TryReadText(ref reader, out var text))
            {
                Refuse(RefusalKind.Invalid, $"/{name}/{i}", "must be a string");
            }
            else if (!TopicPattern.TryParse(text, out var pattern, out var error))
            {
                Refuse(RefusalKind.Invalid, $"/{name}/{i}", error);
            }
            else if (i >= most)
            {
                Refuse(
                    RefusalKind.Invalid, $"/{name}", $"may have at most {most} topics (LiveFeed:Limits:TopicsPerClient)");
            }
            else if (!found.Contains(pattern))
            {
                found.Add(pattern);
            }
        }

        if (found.Count == 0)
        {
            Refuse(RefusalKind.Invalid, $"/{name}", "must not be empty");
        }

        return found;
    }

    /// <summary>Notes what is wrong, unless something was found before.</summary>
    internal void Refuse(RefusalKind kind, string where, string message) => Refusal ??= Refusal.At(kind, where, message);

    internal void Refuse(Refusal refusal) => Refusal ??= refusal;
}
