using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace LiveFeed.Http.Docs;

internal static class EndpointDocExtensions
{
    internal static TBuilder Described<TBuilder>(this TBuilder endpoint, EndpointDoc doc)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(doc);

    internal static RouteGroupBuilder Described(this RouteGroupBuilder group, GroupDoc doc) =>
        group.WithMetadata(doc).WithTags(doc.Name);
}
