using Microsoft.AspNetCore.Http;

namespace LiveFeed.Hosting;

/// <summary>The middleware that writes the metrics, handed to its endpoint's handler by the endpoint's metadata.</summary>
internal sealed record MetricsExposition(RequestDelegate Write)
{
    // ASP.NET Core binds a handler's parameter of this type with this method.
    public static ValueTask<MetricsExposition?> BindAsync(HttpContext context) =>
        ValueTask.FromResult(context.GetEndpoint()?.Metadata.GetMetadata<MetricsExposition>());
}
