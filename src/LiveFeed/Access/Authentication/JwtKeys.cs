using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.Tokens;

namespace LiveFeed.Access.Authentication;

/// <summary>
/// Reads <c>LiveFeed:Access:Jwt:SigningKey</c> and says which algorithms fit a key: only those of its own kind. So no
/// signature is checked in a way that its key was not made for, such as with a public key taken as a secret.
/// </summary>
internal static class JwtKeys
{
    internal const int LeastSecretBytes = 32; // RFC 7518, section 3.2
    internal const int LeastRsaBits = 2_048; // RFC 7518, section 3.3

    private static readonly ImmutableArray<string> Secret = ["HS256"];
    private static readonly ImmutableArray<string> Rsa = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512"];

    /// <param name="text">The setting.</param>
    /// <param name="keys">The keys.</param>
    /// <param name="error">Or what is wrong. It never contains a part of the setting.</param>
    internal static bool TryRead(string text, out IReadOnlyList<SecurityKey> keys, out string error)
    {
        text = text.Trim();
        (keys, error) = ([], "");
        try
        {
            keys = text.StartsWith("-----BEGIN", StringComparison.Ordinal) ? [PublicKey(text)]
                : text.StartsWith('{') ? KeySet(text)
                : [SecretKey(text)];
            return true;
        }
        catch (Exception e) when (e is FormatException)
        {
            error = e.Message;
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            error = "looks like a public key in PEM or a JSON Web Key Set, but cannot be read as RSA, EC or a key set";
        }

        return false;
    }

    /// <summary>The algorithms allowed for this key's signatures; none for a key that must not sign.</summary>
    internal static ImmutableArray<string> AlgorithmsOf(SecurityKey key, bool allowSecret) => key switch
    {
        SymmetricSecurityKey => allowSecret ? Secret : [],
        JsonWebKey { Kty: JsonWebAlgorithmsKeyTypes.RSA } or RsaSecurityKey => Rsa,
        JsonWebKey { Kty: JsonWebAlgorithmsKeyTypes.EllipticCurve } or ECDsaSecurityKey => EllipticCurve(key.KeySize),
        X509SecurityKey certificate => certificate.PublicKey is RSA ? Rsa : EllipticCurve(certificate.KeySize),
        _ => [],
    };

    private static ImmutableArray<string> EllipticCurve(int bits) => bits switch
    {
        256 => ["ES256"],
        384 => ["ES384"],
        521 => ["ES512"],
        _ => [],
    };

    private static SymmetricSecurityKey SecretKey(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return bytes.Length >= LeastSecretBytes
            ? new SymmetricSecurityKey(bytes)
            : throw new FormatException(
                $"must be a secret of at least {LeastSecretBytes} bytes (not {bytes.Length}), a public key in PEM, or a " +
                "JSON Web Key Set");
    }

    // An environment file puts the lines of a PEM on one line, with \n between them.
    private static SecurityKey PublicKey(string text)
    {
        var pem = text.Replace("\\n", "\n", StringComparison.Ordinal);
        if (pem.Contains("PRIVATE KEY", StringComparison.Ordinal))
        {
            throw new FormatException("is a private key. Only the issuer of the tokens should have it: set the public key");
        }

        var rsa = RSA.Create();
        try
        {
            rsa.ImportFromPem(pem);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            var curve = ECDsa.Create();
            curve.ImportFromPem(pem);
            return Strong(new ECDsaSecurityKey(curve));
        }

        return Strong(new RsaSecurityKey(rsa));
    }

    private static SecurityKey[] KeySet(string json)
    {
        var keys = new JsonWebKeySet(json).Keys;
        return keys.Count == 0 ? throw new FormatException("is a JSON Web Key Set without keys")
            : keys.Any(key => key.HasPrivateKey || key.Kty == JsonWebAlgorithmsKeyTypes.Octet)
                ? throw new FormatException(
                    "is a JSON Web Key Set with a private key or a secret: set the public keys only")
            : [.. keys.Select(Strong)];
    }

    private static SecurityKey Strong(SecurityKey key) =>
        key is RsaSecurityKey or JsonWebKey { Kty: JsonWebAlgorithmsKeyTypes.RSA } && key.KeySize < LeastRsaBits
            ? throw new FormatException($"has an RSA key of fewer than {LeastRsaBits} bits")
        : AlgorithmsOf(key, allowSecret: true).IsEmpty
            ? throw new FormatException("has a key that is neither RSA nor on the curve P-256, P-384 or P-521")
        : key;
}
