using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;

namespace LiveFeed.Tests.Support;

/// <summary>Public keys as JSON (RFC 7517).</summary>
internal static class PublicKeys
{
    internal static object Of(RSA key, string keyId)
    {
        var parameters = key.ExportParameters(includePrivateParameters: false);
        return new { kty = "RSA", use = "sig", kid = keyId, n = Text(parameters.Modulus), e = Text(parameters.Exponent) };
    }

    internal static object Of(ECDsa key, string keyId)
    {
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        return new { kty = "EC", use = "sig", kid = keyId, crv = "P-256", x = Text(point.X), y = Text(point.Y) };
    }

    internal static string SetOf(params object[] keys) => JsonSerializer.Serialize(new { keys });

    private static string Text(byte[]? bytes) => Base64Url.EncodeToString(bytes);
}
