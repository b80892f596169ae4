using System.Text.Json;
using Microsoft.IdentityModel.Tokens;

namespace LiveFeed.Access.Authentication;

/// <summary>
/// What a header must not say, although the signature is good: the library that checks it looks at none of this.
/// </summary>
internal static class JwtHeader
{
    private const string TypeSuffix = "+jwt";
    private const string AccessToken = "at+jwt"; // RFC 9068

    /// <summary>Why a token with this header is no good; null when it may be.</summary>
    /// <param name="encoded">A JSON object in base64url, as it was read already.</param>
    internal static string? FaultOf(string encoded)
    {
        using var header = JsonDocument.Parse(Base64UrlEncoder.DecodeBytes(encoded));

        // RFC 7515, section 4.1.11: who does not know an extension that is listed must refuse the token. None is known here.
        return header.RootElement.TryGetProperty("crit", out _)
            ? "The token depends on an extension (crit) that is not known here."

            // RFC 7797, section 7: never in a token; its payload would be signed in another form than it is read.
            : header.RootElement.TryGetProperty("b64", out var encodes) && encodes.ValueKind != JsonValueKind.True
                ? "The token has a payload that is not in base64url (b64)."
            : IsOfAnotherKind(header.RootElement) ? "The token is of another kind (typ)."
            : null;
    }

    // RFC 8725, section 3.11: what says that it is for something else, as logout+jwt or dpop+jwt, gives nobody access.
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
