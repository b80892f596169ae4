using LiveFeed.Http;
using Microsoft.AspNetCore.Http;

namespace LiveFeed.Access.Authorization;

/// <summary>Refuses an endpoint to callers who may not administer.</summary>
internal sealed class AdminOnly(AccessPolicy access) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        (await access.IdentifyAsync(context.HttpContext)).MayAdminister() is { } refusal
            ? FeedProblem.Of(refusal)
            : await next(context);
}
