using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;

namespace LiveFeed.Http;

/// <summary>
/// An answer 200 with JSON that has the shape of <typeparamref name="T"/>. The handler has written it to the response
/// itself, at the pace of its reader, so executing it does nothing.
/// </summary>
internal sealed class StreamedJson<T> : IResult, IEndpointMetadataProvider
{
    internal static StreamedJson<T> Written { get; } = new();

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(T), ["application/json"]));

    public Task ExecuteAsync(HttpContext httpContext) => Task.CompletedTask;
}
