using System.Text.Json;
using Microsoft.IdentityModel.Tokens;

namespace LiveFeed.Access.Authentication;

/// <summary>
/// Checks a token's header after its signature. The library that checks the signature checks none of this.
/// </summary>
internal static class JwtHeader
{
    private const string TypeSuffix = "+jwt";
    private const string AccessToken = "at+jwt"; // RFC 9068

    /// <summary>Why a token with this header is refused; null when the header is fine.</summary>
    /// <param name="encoded">A JSON object in base64url. The library has parsed it already.</param>
    internal static string? FaultOf(string encoded)
    {
        using var header = JsonDocument.Parse(Base64UrlEncoder.DecodeBytes(encoded));

        // RFC 7515, section 4.1.11: a service that does not know a listed extension must refuse the token. LiveFeed knows
        // none.
        return header.RootElement.TryGetProperty("crit", out _)
            ? "The token requires an extension (crit) that the service does not know."

            // RFC 7797, section 7: not allowed in a token. The signed form of its payload would differ from the form that is
            // read.
            : header.RootElement.TryGetProperty("b64", out var encodes) && encodes.ValueKind != JsonValueKind.True
                ? "The token's payload is not base64url (b64)."
            : IsOfAnotherKind(header.RootElement) ? "The token is of another kind (typ)."
            : null;
    }

    // RFC 8725, section 3.11: a token for another purpose, such as logout+jwt or dpop+jwt, gives no access.
    private static bool IsOfAnotherKind(JsonElement header)
    {
        if (!header.TryGetProperty("typ", out var value) || value.ValueKind != JsonValueKind.String)
        {
            return false;
        }

        var type = value.GetString()!;
        return type.EndsWith(TypeSuffix, StringComparison.OrdinalIgnoreCase) &&
            !type[(type.LastIndexOf('/') + 1)..].Equals(AccessToken, StringComparison.OrdinalIgnoreCase);
    }
}
