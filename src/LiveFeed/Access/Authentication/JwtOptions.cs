namespace LiveFeed.Access.Authentication;

/// <summary>Which tokens are good, under <c>LiveFeed:Access:Jwt</c>. None are unless one of the first two is set.</summary>
internal sealed class JwtOptions
{
    /// <summary>
    /// A secret of 32 bytes or more (HS256), a public key in PEM, or a JSON Web Key Set of public keys (RSA: RS…,
    /// PS…; elliptic curve: ES…).
    /// </summary>
    public string? SigningKey { get; set; }

    /// <summary>An OpenID Connect issuer, whose public keys are discovered and kept up to date.</summary>
    public string? Authority { get; set; }

    /// <summary>What <c>iss</c> must be. Default: the authority's own, or anything with a signing key.</summary>
    public string? Issuer { get; set; }

    /// <summary>What <c>aud</c> must be or have. Required with an authority; default anything with a signing key.</summary>
    public string? Audience { get; set; }

    internal bool IsSet => SigningKey is not null || Authority is not null;
}
