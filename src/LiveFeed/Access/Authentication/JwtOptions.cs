namespace LiveFeed.Access.Authentication;

/// <summary>Valid tokens, under <c>LiveFeed:Access:Jwt</c>. Without one of the first two settings, none is valid.</summary>
internal sealed class JwtOptions
{
    /// <summary>
    /// A secret of 32 bytes or more (HS256), a public key in PEM, or a JSON Web Key Set of public keys (RSA: RS…,
    /// PS…; elliptic curve: ES…).
    /// </summary>
    public string? SigningKey { get; set; }

    /// <summary>An OpenID Connect issuer. Its public keys are discovered and kept up to date.</summary>
    public string? Authority { get; set; }

    /// <summary>The required <c>iss</c>. Default: the authority's own; with a signing key, any.</summary>
    public string? Issuer { get; set; }

    /// <summary>What <c>aud</c> must be or contain. Required with an authority. Default with a signing key: any.</summary>
    public string? Audience { get; set; }

    internal bool IsSet => SigningKey is not null || Authority is not null;
}
