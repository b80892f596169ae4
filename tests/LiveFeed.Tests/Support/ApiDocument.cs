using System.Text.Json;

namespace LiveFeed.Tests.Support;

/// <summary>The OpenAPI document as a program reads it.</summary>
internal sealed class ApiDocument(JsonElement root)
{
    // The parts of an OpenAPI document that may have a description, or a summary in its stead.
    private static readonly string[] Described =
        ["parameters", "responses", "headers", "examples", "schemas", "properties", "tags"];

    internal JsonElement Root { get; } = root;

    internal IEnumerable<ApiOperation> Operations =>
        from path in Root.GetProperty("paths").EnumerateObject()
        from operation in path.Value.EnumerateObject()
        select new ApiOperation(operation.Name.ToUpperInvariant(), path.Name, operation.Value);

    /// <summary>Where a description is missing or empty.</summary>
    internal IEnumerable<string> Undescribed => UndescribedIn(Root, "", "");

    private JsonElement Schemas => Root.GetProperty("components").GetProperty("schemas");

    internal static async Task<ApiDocument> ReadAsync(LiveFeedServer server) =>
        new(await server.Http.GetJsonAsync("/swagger/v1/swagger.json"));

    internal ApiOperation Operation(string method, string path) =>
        Operations.Single(operation => (operation.Method, operation.Path) == (method, path));

    /// <summary>The schema that one refers to, or itself.</summary>
    internal JsonElement Resolve(JsonElement schema) =>
        schema.TryGetProperty("$ref", out var reference) ? Schemas.GetProperty(reference.GetString()!.Split('/')[^1])
        : schema.TryGetProperty("allOf", out var all) && all.GetArrayLength() == 1 ? Resolve(all[0])
        : schema;

    /// <summary>Why a JSON value is not what the schema says; null when it is.</summary>
    internal string? Mismatch(JsonElement value, JsonElement schema, string where = "")
    {
        var nullable = schema.TryGetProperty("nullable", out var flag) && flag.GetBoolean();
        schema = Resolve(schema);
        if (schema.TryGetProperty("oneOf", out var choices))
        {
            return choices.EnumerateArray().Any(choice => Mismatch(value, choice, where) is null)
                ? null
                : $"{where} is none of oneOf";
        }

        return !schema.TryGetProperty("type", out var type) || (nullable && value.ValueKind == JsonValueKind.Null) ? null
            : !Kinds(type.GetString()!).Contains(value.ValueKind) ? $"{where} is no {type}: {value}"
            : value.ValueKind == JsonValueKind.Array ? ItemMismatch(value, schema.GetProperty("items"), where)
            : value.ValueKind == JsonValueKind.Object ? MemberMismatch(value, schema, where)
            : null;
    }

    private string? ItemMismatch(JsonElement value, JsonElement items, string where) => value.EnumerateArray()
        .Select((item, i) => Mismatch(item, items, $"{where}/{i}"))
        .FirstOrDefault(found => found is not null);

    internal static bool HasText(JsonElement json, string name) =>
        json.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String &&
        !string.IsNullOrWhiteSpace(text.GetString());

    private static IEnumerable<string> UndescribedIn(JsonElement json, string name, string where) => json.ValueKind switch
    {
        JsonValueKind.Object when name is "value" or "example" or "default" => [],
        JsonValueKind.Object => json.EnumerateObject().SelectMany(member =>
            Missing(name, member.Value, $"{where}/{member.Name}").Concat(
                UndescribedIn(member.Value, member.Name, $"{where}/{member.Name}"))),
        JsonValueKind.Array => json.EnumerateArray().SelectMany((item, i) =>
            Missing(name, item, $"{where}/{i}").Concat(UndescribedIn(item, "", $"{where}/{i}"))),
        _ => [],
    };

    private static IEnumerable<string> Missing(string parent, JsonElement json, string where) =>
        Described.Contains(parent) && json.ValueKind == JsonValueKind.Object && !HasText(json, "description") &&
        !HasText(json, "summary")
            ? [where]
            : [];

    private static JsonValueKind[] Kinds(string type) => type switch
    {
        "object" => [JsonValueKind.Object],
        "array" => [JsonValueKind.Array],
        "string" => [JsonValueKind.String],
        "boolean" => [JsonValueKind.True, JsonValueKind.False],
        _ => [JsonValueKind.Number],
    };

    private string? MemberMismatch(JsonElement value, JsonElement schema, string where)
    {
        var missing = schema.TryGetProperty("required", out var required)
            ? required.EnumerateArray().Select(name => name.GetString()!).FirstOrDefault(name =>
                !value.TryGetProperty(name, out _))
            : null;
        if (missing is not null)
        {
            return $"{where} has no {missing}";
        }

        foreach (var member in value.EnumerateObject())
        {
            var found = $"{where}/{member.Name}";
            var known =
                schema.TryGetProperty("properties", out var properties) &&
                properties.TryGetProperty(member.Name, out var own)
                    ? own
                : schema.TryGetProperty("additionalProperties", out var more) && more.ValueKind == JsonValueKind.Object
                    ? more
                : (JsonElement?)null;
            if (known is null || Mismatch(member.Value, known.Value, found) is not null)
            {
                return known is null ? $"{found} is not in the schema" : Mismatch(member.Value, known.Value, found);
            }
        }

        return null;
    }
}
