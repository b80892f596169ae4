using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace LiveFeed.Tests.Support;

/// <summary>
/// A token (RFC 7519) made by hand, so that any part of it can be wrong. It is good for an hour unless a test says
/// otherwise.
/// </summary>
internal sealed record TestToken
{
    internal const string Secret = "the secret of the tests, which is long enough";

    internal string? User { get; init; } = "ada";

    internal string[] Publish { get; init; } = [];

    internal string[] Subscribe { get; init; } = [];

    internal bool Admin { get; init; }

    /// <summary>The claim <c>livefeed</c> as it is, instead of the three before.</summary>
    internal object? Claim { get; init; }

    internal DateTimeOffset? Expires { get; init; } = TimeProvider.System.GetUtcNow().AddHours(1);

    internal DateTimeOffset? NotBefore { get; init; }

    internal string? Issuer { get; init; }

    internal string? Audience { get; init; }

    /// <summary>Further members of the header, or others than usual.</summary>
    internal (string Name, object Value)[] Header { get; init; } = [];

    /// <summary>Both rights to the same topics.</summary>
    internal static TestToken For(params string[] patterns) => new() { Publish = patterns, Subscribe = patterns };

    internal string BySecret(string secret = Secret) =>
        Sign("HS256", null, text => HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), text));

    internal string By(RSA key, string? keyId = null, string algorithm = "RS256")
    {
        var padding = algorithm == "PS256" ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1;
        return Sign(algorithm, keyId, text => key.SignData(text, HashAlgorithmName.SHA256, padding));
    }

    internal string By(ECDsa key, string? keyId = null, string algorithm = "ES256") =>
        Sign(algorithm, keyId, text => key.SignData(text, HashAlgorithmName.SHA256));

    internal string Unsigned(string algorithm = "none") => Sign(algorithm, null, _ => []);

    internal string Sign(string algorithm, string? keyId, Func<byte[], byte[]> sign)
    {
        var header = new Dictionary<string, object?> { ["alg"] = algorithm, ["typ"] = "JWT" };
        Add(header, "kid", keyId);
        foreach (var (name, value) in Header)
        {
            header[name] = value;
        }

        var text = $"{Encode(header)}.{Encode(Payload())}";
        return $"{text}.{Base64Url.EncodeToString(sign(Encoding.ASCII.GetBytes(text)))}";
    }

    private Dictionary<string, object?> Payload()
    {
        var claim = Claim ?? new { publish = Publish, subscribe = Subscribe, admin = Admin };
        var payload = new Dictionary<string, object?> { ["livefeed"] = claim };
        Add(payload, "sub", User);
        Add(payload, "exp", Expires?.ToUnixTimeSeconds());
        Add(payload, "nbf", NotBefore?.ToUnixTimeSeconds());
        Add(payload, "iss", Issuer);
        Add(payload, "aud", Audience);
        return payload;
    }

    private static void Add(Dictionary<string, object?> members, string name, object? value)
    {
        if (value is not null)
        {
            members[name] = value;
        }
    }

    private static string Encode(Dictionary<string, object?> members) =>
        Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(members));
}
