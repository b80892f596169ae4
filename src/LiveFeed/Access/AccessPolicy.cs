using LiveFeed.Access.Authentication;
using LiveFeed.Access.Origins;
using LiveFeed.Access.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace LiveFeed.Access;

/// <summary>
/// The one place that is asked who sends a request, before anything else is done for it. While no credentials are known, all
/// are nobody, at no cost.
/// </summary>
internal sealed class AccessPolicy : IDisposable
{
    private readonly AccessOptions _options;
    private readonly Caller _anonymous;
    private readonly ApiKeys _keys;
    private readonly JwtVerifier? _tokens;

    public AccessPolicy(IOptions<AccessOptions> options, TimeProvider time)
    {
        _options = options.Value;
        _anonymous = Caller.Without(_options.AnonymousRights);
        _keys = new ApiKeys(_options);
        _tokens = _options.Jwt.IsSet ? new JwtVerifier(_options, time) : null;
    }

    internal ValueTask<Caller> IdentifyAsync(HttpContext context)
    {
        if (!_options.KnowsCredentials || Credentials.Of(context.Request, _options.Cookie) is not { } given)
        {
            return ValueTask.FromResult(_anonymous);
        }

        if (given.IsCookie && !Credentials.OnlyReads(context.Request) && SameOrigin.SiteOf(context.Request) != FetchSite.Own)
        {
            return ValueTask.FromResult(Caller.Refused(AccessProblems.CrossSite));
        }

        if (_keys.Find(given.Text) is { } caller)
        {
            return ValueTask.FromResult(caller);
        }

        return given.IsKey || _tokens is null
            ? ValueTask.FromResult(Caller.Refused(AccessProblems.UnknownKey))
            : _tokens.VerifyAsync(given.Text, context.RequestAborted);
    }

    public void Dispose() => _tokens?.Dispose();
}
