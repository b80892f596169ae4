using LiveFeed.Streaming.SocketIo.Engine;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace LiveFeed.Hosting.Security;

/// <summary>Which policy a request is under: Engine.IO paths have their own.</summary>
internal sealed class CrossOriginPolicies(IOptions<CorsOptions> options) : ICorsPolicyProvider
{
    private readonly Task<CorsPolicy?> _default = Task.FromResult(options.Value.GetPolicy(options.Value.DefaultPolicyName));
    private readonly Task<CorsPolicy?> _engine = Task.FromResult(options.Value.GetPolicy(CrossOriginPolicy.Engine));

    public Task<CorsPolicy?> GetPolicyAsync(HttpContext context, string? policyName) =>
        context.GetEndpoint()?.Metadata.GetMetadata<EnginePath>() is null ? _default : _engine;
}
