using System.Reflection;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace LiveFeed.Hosting.OpenApi;

/// <summary>
/// Marks numbers and times that cannot be null as required; Swashbuckle itself does that only for references.
/// </summary>
internal sealed class ValuesAreRequired : ISchemaFilter
{
    public void Apply(IOpenApiSchema schema, SchemaFilterContext context)
    {
        if (schema is not OpenApiSchema { Properties: { } properties } described)
        {
            return;
        }

        described.Required ??= new HashSet<string>();
        foreach (var property in context.Type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            var name = System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(property.Name);
            if (property.PropertyType.IsValueType && Nullable.GetUnderlyingType(property.PropertyType) is null &&
                properties.ContainsKey(name))
            {
                described.Required.Add(name);
            }
        }
    }
}
