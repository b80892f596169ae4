using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace LiveFeed.Hosting.OpenApi;

/// <summary>
/// Members that refer to a schema and may be null. OpenAPI 3.0 reads <c>nullable</c> only beside a type, and the referred
/// schema must allow null as well. Here each such schema is used only where null is allowed.
/// </summary>
internal sealed class NullableReferences : ISchemaFilter
{
    public void Apply(IOpenApiSchema schema, SchemaFilterContext context)
    {
        foreach (var member in schema.Properties?.Values.OfType<OpenApiSchema>() ?? [])
        {
            if (member is { Type: JsonSchemaType.Null, AllOf: [OpenApiSchemaReference { Reference.Id: { } id }] } &&
                context.SchemaRepository.Schemas.TryGetValue(id, out var target) && target is OpenApiSchema allowed)
            {
                member.Type = JsonSchemaType.Object | JsonSchemaType.Null;
                allowed.Type |= JsonSchemaType.Null;
            }
        }
    }
}
