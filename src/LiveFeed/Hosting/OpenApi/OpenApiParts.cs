using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using LiveFeed.Http.Docs;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace LiveFeed.Hosting.OpenApi;

/// <summary>The parts of an endpoint's description as those of an OpenAPI document, which gets their schemas.</summary>
internal sealed class OpenApiParts(DocumentFilterContext context)
{
    internal OpenApiOperation Operation(EndpointDoc doc)
    {
        var responses = new OpenApiResponses();
        foreach (var answer in doc.Answers)
        {
            responses.Add(answer.Status.ToString(CultureInfo.InvariantCulture), Response(answer));
        }

        return new OpenApiOperation
        {
            Summary = doc.Summary,
            Description = doc.Description,
            Parameters = [.. doc.Parameters.Select(Parameter)],
            RequestBody = doc.Bodies.Count == 0 ? null : RequestBody(doc.Bodies),
            Responses = responses,
        };
    }

    internal static bool IsJson(string mediaType) => mediaType is BodyDoc.Json or AnswerDoc.ProblemMediaType;

    private static JsonNode? Value(object? value) => JsonSerializer.SerializeToNode(value, JsonSerializerOptions.Web);

    private static JsonNode? Value(string mediaType, string text) => IsJson(mediaType) ? JsonNode.Parse(text) : JsonValue.Create(text);

    private static OpenApiHeader Header(HeaderDoc header) => new()
    {
        Description = header.Description,
        Schema = new OpenApiSchema { Type = JsonSchemaType.String },
        Example = header.Example,
    };

    private IOpenApiSchema Schema(Type type) => context.SchemaGenerator.GenerateSchema(type, context.SchemaRepository);

    private IOpenApiParameter Parameter(ParameterDoc doc)
    {
        var schema = Schema(doc.Shape);
        if (schema is OpenApiSchema own)
        {
            own.Default = doc.Default is null ? null : Value(doc.Default);
            own.Minimum = doc.Least?.ToString(CultureInfo.InvariantCulture);
            own.Maximum = doc.Most?.ToString(CultureInfo.InvariantCulture);
            own.MaxLength = doc.MaxLength;
        }

        return new OpenApiParameter
        {
            Name = doc.Name,
            Description = doc.Description,
            In = doc.Place switch
            {
                ParameterPlace.Header => ParameterLocation.Header,
                ParameterPlace.Path => ParameterLocation.Path,
                _ => ParameterLocation.Query,
            },
            Required = doc.Place == ParameterPlace.Path,
            Schema = schema,
            Example = doc.Example is null ? null : Value(doc.Example),
        };
    }

    // OpenAPI has no description a media type, so the body's tells of each.
    private OpenApiRequestBody RequestBody(IReadOnlyList<BodyDoc> bodies) => new()
    {
        Required = true,
        Description = string.Join('\n', bodies.Select(body => $"- `{body.MediaType}`: {body.Description}")),
        Content = Content(bodies),
    };

    private OpenApiResponse Response(AnswerDoc answer) => new()
    {
        Description = answer.Description,
        Headers = answer.Headers.Count == 0 ? null : answer.Headers.ToDictionary(header => header.Name, IOpenApiHeader (header) => Header(header)),
        Content = answer.Bodies.Count == 0 ? null : Content(answer.Bodies),
    };

    private Dictionary<string, IOpenApiMediaType> Content(IReadOnlyList<BodyDoc> bodies) =>
        bodies.ToDictionary(body => body.MediaType, IOpenApiMediaType (body) => new OpenApiMediaType
        {
            Schema = body.OtherShape is { } other ? new OpenApiSchema { OneOf = [Schema(body.Shape), Schema(other)] } : Schema(body.Shape),
            Examples = body.Examples.ToDictionary(example => example.Name, IOpenApiExample (example) => new OpenApiExample
            {
                Summary = example.Summary,
                Value = Value(body.MediaType, example.Text),
            }),
        });
}
