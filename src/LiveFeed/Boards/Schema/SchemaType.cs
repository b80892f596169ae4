using System.Text.Json;

namespace LiveFeed.Boards.Schema;

/// <summary>The keyword <c>type</c>: one of the names, or an array of them.</summary>
internal static class SchemaType
{
    internal static bool Fits(LocatedJson part, JsonElement type) => Names(type).Any(name => name switch
    {
        "object" => part.Kind == JsonValueKind.Object,
        "array" => part.Kind == JsonValueKind.Array,
        "string" => part.Kind == JsonValueKind.String,
        "boolean" => part.Kind is JsonValueKind.True or JsonValueKind.False,
        "number" => part.Kind == JsonValueKind.Number && double.IsFinite(part.Number), // the page reads 1e999 as infinite
        "integer" => part.Kind == JsonValueKind.Number && double.IsInteger(part.Number),
        _ => throw new NotSupportedException($"The schema of boards uses the type '{name}', by which nothing is checked."),
    });

    internal static string Words(JsonElement type) => string.Join(" or ", Names(type).Select(name => name switch
    {
        "object" => "an object",
        "array" => "a list",
        "string" => "a text",
        "boolean" => "true or false",
        "integer" => "a whole number",
        _ => "a number",
    }));

    private static IEnumerable<string> Names(JsonElement type) =>
        type.ValueKind == JsonValueKind.Array
            ? type.EnumerateArray().Select(name => name.GetString()!)
            : [type.GetString()!];
}
