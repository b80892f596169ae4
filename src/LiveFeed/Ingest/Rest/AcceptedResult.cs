using System.Reflection;
using System.Text.Json;
using LiveFeed.Publishing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;

namespace LiveFeed.Ingest.Rest;

/// <summary>
/// 202 with a <see cref="PublishAnswer"/> of known length. So a busy producer's answer is one packet, not a chunk and its
/// end.
/// </summary>
/// <param name="answer">The answer.</param>
/// <param name="andThen">Called after the answer was sent, or could not be sent.</param>
internal sealed class AcceptedResult(PublishAnswer answer, Action? andThen = null) : IResult, IEndpointMetadataProvider
{
    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) => builder.Metadata.Add(
        new ProducesResponseTypeMetadata(StatusCodes.Status202Accepted, typeof(PublishAnswer), [IngestEndpoints.Json]));

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(answer, IngestJson.Default.PublishAnswer);
        var response = httpContext.Response;
        (response.StatusCode, response.ContentType, response.ContentLength) =
            (StatusCodes.Status202Accepted, IngestEndpoints.Json, body.Length);
        try
        {
            await response.BodyWriter.WriteAsync(body, httpContext.RequestAborted);
        }
        finally
        {
            andThen?.Invoke();
        }
    }
}
