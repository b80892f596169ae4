using System.Reflection;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Microsoft.OpenApi.Reader;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace LiveFeed.Hosting.OpenApi;

/// <summary>
/// Adds to an operation what no signature says: bodies that are read as a stream, headers of answers, and examples. They are
/// beside the endpoint in a file named after it (<c>PublishEvents.openapi.json</c>), which is a part of an OpenAPI
/// operation.
/// </summary>
internal sealed class OperationFragments : IOperationFilter
{
    // A part does not have all that a whole document must have.
    private static readonly OpenApiReaderSettings Settings = new() { RuleSet = ValidationRuleSet.GetEmptyRuleSet() };

    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        if (Read(operation.OperationId, context.Document) is not { } fragment)
        {
            return;
        }

        operation.RequestBody = fragment.RequestBody;
        foreach (var parameter in fragment.Parameters ?? [])
        {
            (operation.Parameters ??= []).Add(parameter);
        }

        foreach (var (status, added) in fragment.Responses ?? [])
        {
            Add((OpenApiResponse)operation.Responses![status], added);
        }
    }

    private static OpenApiOperation? Read(string? name, OpenApiDocument document)
    {
        using var file = Assembly.GetExecutingAssembly().GetManifestResourceStream($"{name}.openapi.json");
        if (file is null)
        {
            return null;
        }

        var operation = new OpenApiJsonReader().ReadFragment<OpenApiOperation>(
            JsonNode.Parse(file)!, OpenApiSpecVersion.OpenApi3_0, document, out var diagnostic, Settings);
        return diagnostic.Errors.Count == 0
            ? operation
            : throw new InvalidOperationException($"{name}.openapi.json: {diagnostic.Errors[0]}");
    }

    private static void Add(OpenApiResponse response, IOpenApiResponse added)
    {
        foreach (var (name, header) in added.Headers ?? new Dictionary<string, IOpenApiHeader>())
        {
            (response.Headers ??= new Dictionary<string, IOpenApiHeader>())[name] = header;
        }

        foreach (var (mediaType, content) in added.Content ?? new Dictionary<string, IOpenApiMediaType>())
        {
            ((OpenApiMediaType)response.Content![mediaType]).Examples = content.Examples;
        }
    }
}
