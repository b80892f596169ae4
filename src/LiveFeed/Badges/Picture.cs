using System.Reflection;
using System.Text;
using LiveFeed.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;

namespace LiveFeed.Badges;

/// <summary>An answer 200 with a picture that a cache must revalidate, and an entity tag.</summary>
/// <param name="svg">The picture.</param>
/// <param name="site">Which sites' pages may show it, as <c>Cross-Origin-Resource-Policy</c> says it.</param>
internal sealed class Picture(string svg, string site) : IResult, IEndpointMetadataProvider
{
    private const string MediaType = "image/svg+xml";

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(string), [MediaType]));

    public Task ExecuteAsync(HttpContext httpContext)
    {
        BrowserHeaders.Protect(httpContext.Response, SvgStyle.ContentPolicy);
        var headers = httpContext.Response.Headers;
        headers.CacheControl = "no-cache";
        headers["Cross-Origin-Resource-Policy"] = site;
        var bytes = Encoding.UTF8.GetBytes(svg);
        return TypedResults.Bytes(bytes, MediaType, entityTag: ContentTag.Of(bytes)).ExecuteAsync(httpContext);
    }
}
