using LiveFeed.Access.Authentication;
using LiveFeed.Access.Authorization;
using LiveFeed.Access.Tickets;
using Microsoft.Extensions.Options;

namespace LiveFeed.Access;

/// <summary>
/// The one place that checks credentials, before any other work for their sender. Each protocol finds them in its own way
/// (<see cref="HttpAccess"/> for HTTP). While the settings have no keys or tokens, everyone is anonymous, at no cost.
/// </summary>
internal sealed class AccessPolicy : IDisposable
{
    private readonly AccessOptions _options;
    private readonly Caller _anonymous;
    private readonly ApiKeys _keys;
    private readonly JwtVerifier? _tokens;
    private readonly TicketOffice? _tickets;

    /// <param name="options">The keys, and how tokens are checked.</param>
    /// <param name="time">By which tokens expire.</param>
    /// <param name="tickets">Knows the callers of tickets; without it no ticket is good.</param>
    public AccessPolicy(IOptions<AccessOptions> options, TimeProvider time, TicketOffice? tickets = null)
    {
        _tickets = tickets;
        _options = options.Value;
        _anonymous = Caller.Without(_options.AnonymousRights);
        _keys = new ApiKeys(_options);
        _tokens = _options.Jwt.IsSet ? new JwtVerifier(_options, time) : null;
    }

    /// <summary>The settings have keys or tokens. If not, nobody needs to look for credentials.</summary>
    internal bool KnowsCredentials => _options.KnowsCredentials;

    /// <summary>The name of the cookie that may hold a browser's token.</summary>
    internal string Cookie => _options.Cookie;

    /// <summary>The caller with these credentials. Bad credentials give a refused caller.</summary>
    /// <param name="credentials">Null when the sender has none.</param>
    /// <param name="cancellationToken">Ends the wait for the authority that signs tokens.</param>
    internal ValueTask<Caller> IdentifyAsync(Credentials? credentials, CancellationToken cancellationToken)
    {
        if (!KnowsCredentials || credentials is not { } given)
        {
            return ValueTask.FromResult(_anonymous);
        }

        if (given.IsTicket)
        {
            return ValueTask.FromResult(_tickets?.Identify(given.Text) ?? Caller.Refused(TicketProblems.Unknown));
        }

        if (_keys.Find(given.Text) is { } caller)
        {
            return ValueTask.FromResult(caller);
        }

        return given.IsKey || _tokens is null
            ? ValueTask.FromResult(Caller.Refused(AccessProblems.UnknownKey))
            : _tokens.VerifyAsync(given.Text, cancellationToken);
    }

    public void Dispose() => _tokens?.Dispose();
}
