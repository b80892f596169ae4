using System.Text.Json;
using System.Text.RegularExpressions;

namespace LiveFeed.Tests.Support;

/// <summary>
/// What programs and people rely on in the OpenAPI document, a line each: groups, security schemes, and of each operation
/// its parameters, bodies, answers and headers. <c>Hosting/ApiSurface.txt</c> is written so, with an operation's lines
/// indented below it.
/// </summary>
internal static partial class ApiSurface
{
    internal static IEnumerable<string> Of(ApiDocument document) =>
    [
        .. Members(document.Root, "tags").Select(tag => $"tag {Text(tag, "name")} -- {Text(tag, "description")}"),
        .. document.Root.GetProperty("components").GetProperty("securitySchemes").EnumerateObject()
            .Select(scheme => $"security {scheme.Name} {Text(scheme.Value, "type")} -- {Text(scheme.Value, "description")}"),
        .. document.Operations.SelectMany(Of),
    ];

    /// <summary>The file's lines; one that is indented gets its operation before it.</summary>
    internal static IEnumerable<string> Read(string file)
    {
        var operation = "";
        foreach (var line in File.ReadLines(file))
        {
            if (line.StartsWith(' '))
            {
                yield return $"{operation}: {line.Trim()}";
            }
            else
            {
                operation = string.Join(' ', line.Split(' ').Take(2));
                yield return line;
            }
        }
    }

    private static IEnumerable<string> Of(ApiOperation operation)
    {
        var json = operation.Json;
        var tags = string.Join(',', Members(json, "tags").Select(tag => tag.GetString()));
        var secured = json.TryGetProperty("security", out _) ? " secured" : "";
        yield return $"{operation} {Text(json, "operationId")} {tags}{secured} -- {Text(json, "summary")}";
        var lines = Members(json, "parameters").Select(Parameter)
            .Concat(operation.Bodies.Select(body => $"body {Content(body)}"))
            .Concat(json.GetProperty("responses").EnumerateObject().SelectMany(answer => Answer(operation, answer)));
        foreach (var line in lines)
        {
            yield return $"{operation}: {line}";
        }
    }

    private static string Parameter(JsonElement parameter)
    {
        var schema = parameter.GetProperty("schema");
        var range = schema.TryGetProperty("minimum", out var least) ? $" {least}..{schema.GetProperty("maximum")}" : "";
        var length = schema.TryGetProperty("maxLength", out var most) ? $" ..{most}" : "";
        var otherwise = !schema.TryGetProperty("default", out var value) ? ""
            : value.ValueKind == JsonValueKind.String ? $" ={value.GetString()}" : $" ={value.GetRawText()}";
        var required = parameter.TryGetProperty("required", out var must) && must.GetBoolean() ? " required" : "";
        var what = $"{Shape(schema)}{range}{length}{otherwise}{required}";
        return $"{Text(parameter, "in")} {Text(parameter, "name")} {what} -- {Text(parameter, "description")}";
    }

    private static IEnumerable<string> Answer(ApiOperation operation, JsonProperty answer)
    {
        var contents = operation.Answers.Where(content => content.Where == $"{operation} {answer.Name}").Select(Content);
        return contents.DefaultIfEmpty("")
            .Select(content => $"{answer.Name} {content}".TrimEnd())
            .Concat(Names(answer.Value, "headers").Select(name => $"{answer.Name} header {name}"));
    }

    private static string Content(ApiContent content) => content.MediaType == "application/problem+json"
        ? $"{content.MediaType} {Shape(content.Schema)}"
        : $"{content.MediaType} {Shape(content.Schema)}: {string.Join(' ', Names(content.Json, "examples"))}";

    private static string Shape(JsonElement schema) =>
        schema.TryGetProperty("$ref", out var reference) ? reference.GetString()!.Split('/')[^1]
        : schema.TryGetProperty("oneOf", out var choices) ? string.Join(" or ", choices.EnumerateArray().Select(Shape))
        : schema.TryGetProperty("items", out var items) ? $"{Shape(items)}[]"
        : schema.TryGetProperty("format", out var format) ? format.GetString()!
        : schema.TryGetProperty("type", out var type) ? type.GetString()!
        : "any";

    private static JsonElement[] Members(JsonElement json, string name) =>
        json.TryGetProperty(name, out var list) ? [.. list.EnumerateArray()] : [];

    private static string[] Names(JsonElement json, string name) =>
        json.TryGetProperty(name, out var named) ? [.. named.EnumerateObject().Select(member => member.Name)] : [];

    private static string Text(JsonElement json, string name) =>
        WhiteSpace().Replace(json.GetProperty(name).GetString()!, " ").Trim();

    [GeneratedRegex(@"\s+")]
    private static partial Regex WhiteSpace();
}
