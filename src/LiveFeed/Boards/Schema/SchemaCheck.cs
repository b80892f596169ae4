using System.Text.Json;
using System.Text.RegularExpressions;
using LiveFeed.Settings;

namespace LiveFeed.Boards.Schema;

/// <summary>
/// Checks JSON by a JSON Schema and notes every fault in words for the file's author. It knows the keywords that the schema
/// of boards uses. It refuses any other keyword, because that rule would not be checked.
/// </summary>
internal sealed class SchemaCheck(JsonElement root)
{
    private readonly List<SchemaFault> _faults = [];

    internal IReadOnlyList<SchemaFault> Faults => _faults;

    internal void Look(LocatedJson part, JsonElement schema, JsonLocation place)
    {
        if (schema.TryGetProperty("type", out var type) && !SchemaType.Fits(part, type))
        {
            Note(part.At, place, $"must be {SchemaType.Words(type)}");
            return; // the other rules are for another kind of value
        }

        foreach (var keyword in schema.EnumerateObject())
        {
            Look(part, schema, keyword.Name, keyword.Value, place);
        }
    }

    private void Look(LocatedJson part, JsonElement schema, string keyword, JsonElement value, JsonLocation place)
    {
        switch (keyword)
        {
            case "$ref":
                Look(part, root.GetProperty("$defs").GetProperty(value.GetString()!["#/$defs/".Length..]), place);
                break;
            case "allOf":
                LookByAll(part, value, place);
                break;
            case "if" when IsFit(part, value):
                Look(part, schema.GetProperty("then"), place);
                break;
            case "items":
                LookAtItems(part, value, place);
                break;
            case "required":
                LookForRequired(part, value, place);
                break;
            case "dependentRequired":
                LookForDependents(part, value, place);
                break;
            case "properties":
                LookAtMembers(part, value, place);
                break;
            case "additionalProperties":
                LookAtOthers(part, schema, value, place);
                break;
            case "propertyNames":
                LookAtNames(part, value, place);
                break;
            default:
                if (Fault(part, schema, keyword, value) is { } fault)
                {
                    Note(part.At, place, fault);
                }

                break;
        }
    }

    // The fault of the value itself; null when there is none.
    private string? Fault(LocatedJson part, JsonElement schema, string keyword, JsonElement value) => keyword switch
    {
        "oneOf" => value.EnumerateArray().Count(one => IsFit(part, one)) == 1 ? null : Message(schema),
        "anyOf" => value.EnumerateArray().Any(one => IsFit(part, one)) ? null : Message(schema),
        "pattern" => Matches(part.Text, value) ? null : Message(schema),
        "enum" =>
            value.EnumerateArray().Any(one => one.GetString() == part.Text)
                ? null
                : $"must be one of {string.Join(", ", value.EnumerateArray())}",
        "minimum" => part.Number >= value.GetDouble() ? null : $"must be at least {value}",
        "maximum" => part.Number <= value.GetDouble() ? null : $"must be at most {value}",
        "minLength" => part.Text.Length >= value.GetInt32() ? null : "must not be empty",
        "maxItems" => part.Items.Count <= value.GetInt32() ? null : $"must have at most {value} items",
        "minItems" => part.Items.Count >= value.GetInt32() ? null : "must not be empty",
        "if" or "then" or "type" => null, // checked elsewhere
        // these keywords set no rule
        "$schema" or "$defs" or "title" or "description" or "default" or "examples" or "errorMessage" => null,
        _ => throw new NotSupportedException($"The schema of boards uses '{keyword}', by which nothing is checked."),
    };

    private void LookByAll(LocatedJson part, JsonElement schemas, JsonLocation place)
    {
        foreach (var schema in schemas.EnumerateArray())
        {
            Look(part, schema, place);
        }
    }

    private void LookAtItems(LocatedJson part, JsonElement schema, JsonLocation place)
    {
        for (var i = 0; i < part.Items.Count; i++)
        {
            Look(part.Items[i], schema, place.Item(i));
        }
    }

    private void LookForDependents(LocatedJson part, JsonElement names, JsonLocation place)
    {
        foreach (var one in names.EnumerateObject().Where(one => part[one.Name] is not null))
        {
            LookForRequired(part, one.Value, place);
        }
    }

    private void LookForRequired(LocatedJson part, JsonElement names, JsonLocation place)
    {
        foreach (var name in names.EnumerateArray().Select(name => name.GetString()!))
        {
            if (part.Kind == JsonValueKind.Object && part[name] is null)
            {
                Note(part.At, place.Member(name), "is missing");
            }
        }
    }

    private void LookAtNames(LocatedJson part, JsonElement names, JsonLocation place)
    {
        var pattern = names.GetProperty("pattern");
        foreach (var (name, at, _) in part.Members.Where(member => !Matches(member.Name, pattern)))
        {
            Note(at, place.Member(name), Message(names));
        }
    }

    private void LookAtMembers(LocatedJson part, JsonElement properties, JsonLocation place)
    {
        foreach (var (name, at, member) in part.Members)
        {
            if (part.Members.Find(other => other.Name == name).At != at)
            {
                Note(at, place.Member(name), "is there twice");
            }
            else if (properties.TryGetProperty(name, out var schema))
            {
                Look(member, schema, place.Member(name));
            }
        }
    }

    private void LookAtOthers(LocatedJson part, JsonElement schema, JsonElement others, JsonLocation place)
    {
        string[] known = schema.TryGetProperty("properties", out var properties)
            ? [.. properties.EnumerateObject().Select(one => one.Name)]
            : [];
        foreach (var (name, at, member) in part.Members.Where(member => !known.Contains(member.Name)))
        {
            if (others.ValueKind == JsonValueKind.Object)
            {
                Look(member, others, place.Member(name));
            }
            else
            {
                Note(
                    at,
                    place.Member(name),
                    SpellingSuggestion.Of(name, known) is { } meant
                        ? $"is not a field here; did you mean {meant}?"
                        : "is not a field here");
            }
        }
    }

    private bool IsFit(LocatedJson part, JsonElement schema)
    {
        var check = new SchemaCheck(root);
        check.Look(part, schema, JsonLocation.Whole);
        return check.Faults.Count == 0;
    }

    // In .NET, `$` also stands before a line break at the end; in a schema it does not.
    private static bool Matches(string text, JsonElement pattern) =>
        Regex.IsMatch(text, pattern.GetString()!.Replace("$", @"\z", StringComparison.Ordinal));

    private void Note(int at, JsonLocation place, string fault) =>
        _faults.Add(new SchemaFault(at, place.Pointer, $"{place.Words} {fault}"));

    // The schema's own message for a rule that does not explain itself.
    private static string Message(JsonElement schema) => schema.GetProperty("errorMessage").GetString()!;
}
