using System.Net.Http;
using LiveFeed.Http.Docs;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace LiveFeed.Hosting.OpenApi;

/// <summary>Makes the OpenAPI document of the <see cref="EndpointDoc"/>s that endpoints carry, in the order in which they are mapped.</summary>
internal sealed class EndpointDocFilter(EndpointDataSource endpoints) : IDocumentFilter
{
    public void Apply(OpenApiDocument swaggerDoc, DocumentFilterContext context)
    {
        var parts = new OpenApiParts(context);
        foreach (var endpoint in endpoints.Endpoints.OfType<RouteEndpoint>())
        {
            if (endpoint.Metadata.GetMetadata<EndpointDoc>() is { } doc)
            {
                var operation = parts.Operation(doc);
                operation.OperationId = endpoint.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName;
                operation.Security = doc.Answers.Any(answer => answer.Status == 401) ? OpenApiSecurity.AnyOrNone(swaggerDoc) : null;
                operation.Tags = Tag(swaggerDoc, endpoint.Metadata.GetMetadata<GroupDoc>());
                Path(swaggerDoc, PathOf(endpoint.RoutePattern)).AddOperation(MethodOf(endpoint), operation);
            }
        }
    }

    private static HashSet<OpenApiTagReference>? Tag(OpenApiDocument document, GroupDoc? group)
    {
        if (group is null)
        {
            return null;
        }

        document.Tags ??= new HashSet<OpenApiTag>();
        if (document.Tags.All(tag => tag.Name != group.Name))
        {
            document.Tags.Add(new OpenApiTag { Name = group.Name, Description = group.Description });
        }

        return [new OpenApiTagReference(group.Name, document)];
    }

    private static OpenApiPathItem Path(OpenApiDocument document, string path)
    {
        if (document.Paths.TryGetValue(path, out var known))
        {
            return (OpenApiPathItem)known;
        }

        var item = new OpenApiPathItem();
        document.Paths.Add(path, item);
        return item;
    }

    // OpenAPI knows no {**rest}: a parameter is a parameter.
    private static string PathOf(RoutePattern pattern) => "/" + string.Join('/', pattern.PathSegments.Select(segment =>
        string.Concat(segment.Parts.Select(part => part switch
        {
            RoutePatternParameterPart parameter => $"{{{parameter.Name}}}",
            RoutePatternLiteralPart literal => literal.Content,
            RoutePatternSeparatorPart separator => separator.Content,
            _ => "",
        }))));

    // Health checks and metrics take any method; what asks them is GET.
    private static HttpMethod MethodOf(RouteEndpoint endpoint) =>
        endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods is [var method, ..] ? HttpMethod.Parse(method) : HttpMethod.Get;
}
