using System.Net.Http;
using System.Text.Json;
using LiveFeed.Access.Authorization;
using LiveFeed.Refusals;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace LiveFeed.Access.Authentication;

/// <summary>
/// Checks tokens, and remembers the valid ones, so a producer pays for a signature check now and then, not at every request.
/// JwtBearer's handler is not used: it would run for everyone.
/// </summary>
internal sealed class JwtVerifier : IDisposable
{
    /// <summary>
    /// How far this clock may be behind the issuer's. It counts only for <c>nbf</c>: an expired token gets no extra time.
    /// </summary>
    internal static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(10);

    private const int MaxRemembered = 10_000;

    // Remembered tokens outlive a key that the authority withdraws, for max this time.
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(5);

    // A token with an unknown key makes the service ask the authority again. This limit stops strangers from causing that
    // all the time.
    private static readonly TimeSpan LeastBetweenQuestions = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan QuestionTimeout = TimeSpan.FromSeconds(5);
    private const long MaxAnswerBytes = 10 << 20; // as JwtBearer has it

    private readonly MemoryCache _good = new(new MemoryCacheOptions { SizeLimit = MaxRemembered });
    private readonly JsonWebTokenHandler _handler = new();
    private readonly TokenValidationParameters _rules;
    private readonly HttpClient? _http; // to the authority; null without one
    private readonly ConfigurationManager<OpenIdConnectConfiguration>? _authority;
    private readonly Rights _anonymous;
    private readonly TimeProvider _time;

    // The first token with a new key of the authority waits while that key is fetched. Otherwise it would be refused.
    static JwtVerifier() => AppContext.SetSwitch("Switch.Microsoft.IdentityModel.UpdateConfigAsBlocking", true);

    internal JwtVerifier(AccessOptions options, TimeProvider time)
    {
        (_anonymous, _time) = (options.AnonymousRights, time);
        var jwt = options.Jwt;
        _rules = new TokenValidationParameters
        {
            ValidateIssuer = jwt.Issuer is not null || jwt.Authority is not null,
            ValidIssuer = jwt.Issuer,
            ValidateAudience = jwt.Audience is not null,
            ValidAudience = jwt.Audience,
            ValidateIssuerSigningKey = true,
            AlgorithmValidator = (algorithm, key, _, _) =>
                key is not null && JwtKeys.AlgorithmsOf(key, allowSecret: jwt.Authority is null).Contains(algorithm),
            LifetimeValidator = IsInTime,
        };
        if (jwt.Authority is not null)
        {
            _http = new HttpClient { Timeout = QuestionTimeout, MaxResponseContentBufferSize = MaxAnswerBytes };
            _authority = Discover(jwt.Authority, _http);
            _rules.ConfigurationManager = _authority;
        }
        else if (JwtKeys.TryRead(jwt.SigningKey!, out var keys, out _))
        {
            _rules.IssuerSigningKeys = keys;
        }
    }

    /// <summary>The caller with this token. A bad token gives a refused caller.</summary>
    internal ValueTask<Caller> VerifyAsync(string token, CancellationToken cancellationToken) =>
        _good.TryGetValue(token, out Caller? known)
            ? ValueTask.FromResult(known!.HasExpired(_time.GetUtcNow()) ? Caller.Refused(AccessProblems.Expired) : known)
            : VerifyAnewAsync(token, cancellationToken);

    public void Dispose()
    {
        _good.Dispose();
        _http?.Dispose();
    }

    private async ValueTask<Caller> VerifyAnewAsync(string token, CancellationToken cancellationToken)
    {
        if (_authority is not null && !await IsKnownAsync(_authority, cancellationToken))
        {
            return Caller.Refused(AccessProblems.AuthorityAway);
        }

        var result = await _handler.ValidateTokenAsync(token, _rules);
        if (!result.IsValid)
        {
            return Caller.Refused(Why(result.Exception));
        }

        var jwt = (JsonWebToken)result.SecurityToken;
        if (JwtHeader.FaultOf(jwt.EncodedHeader) is { } fault)
        {
            return Caller.Refused(AccessProblems.BadToken(fault));
        }

        using var payload = JsonDocument.Parse(Base64UrlEncoder.DecodeBytes(jwt.EncodedPayload));
        if (!RightsClaim.TryRead(payload.RootElement, out var rights))
        {
            return Caller.Refused(
                AccessProblems.BadToken("The claim livefeed must be an object of topic patterns."));
        }

        var expires = new DateTimeOffset(jwt.ValidTo, TimeSpan.Zero);
        var caller = Caller.With(rights.And(_anonymous), jwt.Subject is { Length: > 0 } user ? user : null, expires);
        _good.Set(token, caller, new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = Remembered });
        return caller;
    }

    private static async ValueTask<bool> IsKnownAsync(
        ConfigurationManager<OpenIdConnectConfiguration> authority, CancellationToken cancellationToken)
    {
        try
        {
            await authority.GetConfigurationAsync(cancellationToken);
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private bool IsInTime(DateTime? notBefore, DateTime? expires, SecurityToken token, TokenValidationParameters rules)
    {
        var now = _time.GetUtcNow().UtcDateTime;
        return expires is null ? throw new SecurityTokenNoExpirationException()
            : expires <= now ? throw new SecurityTokenExpiredException()
            : notBefore > now + ClockSkew ? throw new SecurityTokenNotYetValidException()
            : true;
    }

    private static Refusal Why(Exception cause) => cause switch
    {
        SecurityTokenExpiredException => AccessProblems.Expired,
        SecurityTokenNotYetValidException => AccessProblems.BadToken("The token is not valid yet."),
        SecurityTokenNoExpirationException => AccessProblems.BadToken("The token has no expiry (exp)."),
        SecurityTokenInvalidIssuerException => AccessProblems.BadToken("The token has another issuer (iss)."),
        SecurityTokenInvalidAudienceException => AccessProblems.BadToken("The token has another audience (aud)."),
        SecurityTokenInvalidAlgorithmException =>
            AccessProblems.BadToken("The token's algorithm (alg) does not fit the key."),
        SecurityTokenInvalidSignatureException =>
            AccessProblems.BadToken("The token is not signed with a known key."),
        _ => AccessProblems.BadToken("The credentials are neither a known API key nor a token."),
    };

    // Asks when the first token comes, then every twelve hours, and when a token has an unknown key.
    private static ConfigurationManager<OpenIdConnectConfiguration> Discover(string authority, HttpClient http) => new(
        $"{authority.TrimEnd('/')}/.well-known/openid-configuration",
        new OpenIdConnectConfigurationRetriever(),
        new HttpDocumentRetriever(http) { RequireHttps = !new Uri(authority).IsLoopback })
    {
        RefreshInterval = LeastBetweenQuestions,
    };
}
