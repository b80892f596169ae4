using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Access;

/// <summary>Which tokens are good with a signing key, and which are not.</summary>
public sealed class TokenTests : IDisposable
{
    private static readonly TestToken Good = TestToken.For("a");

    private readonly RSA _rsa = RSA.Create(2_048);
    private readonly ECDsa _curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public void Dispose()
    {
        _rsa.Dispose();
        _curve.Dispose();
    }

    [Fact]
    public async Task A_token_that_is_signed_with_the_secret_is_good()
    {
        await using var server = new LiveFeedServer(Credentialed.BySecret);

        Assert.Equal(HttpStatusCode.OK, await server.FollowStatusAsync(Good.BySecret()));
        await server.AssertBadTokenAsync(Good.BySecret("another secret that is also long enough"));
        await server.AssertBadTokenAsync(Good.By(_rsa));
    }

    [Fact]
    public async Task A_token_that_is_signed_with_the_private_key_is_good_where_the_public_one_is_set()
    {
        await using var rsa = With(_rsa.ExportSubjectPublicKeyInfoPem());
        await using var pkcs1 = With(_rsa.ExportRSAPublicKeyPem().ReplaceLineEndings("\\n"));
        await using var curve = With(_curve.ExportSubjectPublicKeyInfoPem());

        Assert.Equal(HttpStatusCode.OK, await rsa.FollowStatusAsync(Good.By(_rsa)));
        Assert.Equal(HttpStatusCode.OK, await rsa.FollowStatusAsync(Good.By(_rsa, algorithm: "PS256")));
        Assert.Equal(HttpStatusCode.OK, await pkcs1.FollowStatusAsync(Good.By(_rsa)));
        Assert.Equal(HttpStatusCode.OK, await curve.FollowStatusAsync(Good.By(_curve)));
    }

    [Fact]
    public async Task A_token_by_any_key_of_a_key_set_is_good()
    {
        await using var server = With(PublicKeys.SetOf(PublicKeys.Of(_rsa, "old"), PublicKeys.Of(_curve, "new")));
        using var stranger = RSA.Create(2_048);

        Assert.Equal(HttpStatusCode.OK, await server.FollowStatusAsync(Good.By(_rsa, "old")));
        Assert.Equal(HttpStatusCode.OK, await server.FollowStatusAsync(Good.By(_curve, "new")));
        await server.AssertBadTokenAsync(Good.By(stranger, "old"));
        await server.AssertBadTokenAsync(Good.By(stranger, "other"));
    }

    [Theory]
    [InlineData("none")]
    [InlineData("None")]
    [InlineData("HS256")]
    [InlineData("RS256")]
    public async Task A_token_without_a_signature_is_no_good_whatever_it_says(string algorithm)
    {
        await using var secret = new LiveFeedServer(Credentialed.BySecret);
        await using var rsa = With(_rsa.ExportSubjectPublicKeyInfoPem());

        await secret.AssertBadTokenAsync(Good.Unsigned(algorithm));
        await rsa.AssertBadTokenAsync(Good.Unsigned(algorithm));
    }

    // Everybody has the public key. A service that takes it for a secret accepts what everybody can sign.
    [Fact]
    public async Task A_token_that_is_signed_with_the_public_key_as_if_it_were_a_secret_is_no_good()
    {
        var pem = _rsa.ExportSubjectPublicKeyInfoPem();
        await using var server = With(pem);
        await using var set = With(PublicKeys.SetOf(PublicKeys.Of(_rsa, "key")));

        await server.AssertBadTokenAsync(Good.BySecret(pem));
        await server.AssertBadTokenAsync(Good.BySecret(pem + "\n"));
        await server.AssertBadTokenAsync(
            Good.Sign("HS256", null, text => HMACSHA256.HashData(_rsa.ExportSubjectPublicKeyInfo(), text)));
        await set.AssertBadTokenAsync(
            Good.Sign("HS256", "key", text => HMACSHA256.HashData(_rsa.ExportParameters(false).Modulus!, text)));
    }

    [Fact]
    public async Task A_token_that_was_changed_after_it_was_signed_is_no_good()
    {
        await using var server = new LiveFeedServer(Credentialed.BySecret);
        var (good, other) = (Good.BySecret().Split('.'), (Good with { Admin = true }).BySecret().Split('.'));

        await server.AssertBadTokenAsync($"{good[0]}.{other[1]}.{good[2]}");
    }

    [Theory]
    [InlineData(-3_600, null, "The token has expired.")]
    [InlineData(-1, null, "The token has expired.")]
    [InlineData(null, null, "The token has no expiry (exp).")]
    [InlineData(3_600, 60, "The token is not valid yet.")]
    public async Task A_token_is_good_in_its_time_only(int? expires, int? notBefore, string why)
    {
        await using var server = new LiveFeedServer(Credentialed.BySecret);
        var now = TimeProvider.System.GetUtcNow();
        var token = Good with
        {
            Expires = expires is { } end ? now.AddSeconds(end) : null,
            NotBefore = notBefore is { } start ? now.AddSeconds(start) : null,
        };

        Assert.Equal(why, await server.AssertBadTokenAsync(token.BySecret()));
    }

    [Fact]
    public async Task A_token_by_an_issuer_whose_clock_is_a_little_ahead_is_good()
    {
        await using var server = new LiveFeedServer(Credentialed.BySecret);
        var token = Good with { NotBefore = TimeProvider.System.GetUtcNow().AddSeconds(5) };

        Assert.Equal(HttpStatusCode.OK, await server.FollowStatusAsync(token.BySecret()));
    }

    [Fact]
    public async Task Issuer_and_audience_must_be_those_that_are_set()
    {
        await using var server = new LiveFeedServer(
            Credentialed.BySecret, ("Access:Jwt:Issuer", "https://issuer"), ("Access:Jwt:Audience", "livefeed"));
        const string OtherIssuer = "The token has another issuer (iss).";
        const string OtherAudience = "The token has another audience (aud).";
        var token = Good with { Issuer = "https://issuer", Audience = "livefeed" };

        Assert.Equal(HttpStatusCode.OK, await server.FollowStatusAsync(token.BySecret()));
        Assert.Equal(OtherIssuer, await server.AssertBadTokenAsync((token with { Issuer = "https://other" }).BySecret()));
        Assert.Equal(OtherIssuer, await server.AssertBadTokenAsync((token with { Issuer = null }).BySecret()));
        Assert.Equal(OtherAudience, await server.AssertBadTokenAsync((token with { Audience = "shop" }).BySecret()));
        Assert.Equal(OtherAudience, await server.AssertBadTokenAsync((token with { Audience = null }).BySecret()));
    }

    [Fact]
    public async Task The_rights_may_also_be_the_text_of_an_object()
    {
        await using var server = new LiveFeedServer(Credentialed.BySecret);
        var token = new TestToken { Claim = """{"subscribe":["a"]}""" }.BySecret();

        Assert.Equal(HttpStatusCode.OK, await server.FollowStatusAsync(token));
        Assert.Equal(HttpStatusCode.Forbidden, await server.FollowStatusAsync(token, "b"));
    }

    [Theory]
    [InlineData("""["a"]""")]
    [InlineData("""true""")]
    [InlineData("\"nonsense\"")]
    [InlineData("\"\"")]
    [InlineData("""{"subscribe":"a"}""")]
    [InlineData("""{"subscribe":["a*"]}""")]
    [InlineData("""{"subscribe":["a",""]}""")]
    [InlineData("""{"subscribe":["a",7]}""")]
    [InlineData("""{"subscribe":["a"],"publish":null}""")]
    [InlineData("""{"subscribe":["a"],"admin":"true"}""")]
    public async Task A_token_whose_rights_cannot_be_read_is_no_good(string claim)
    {
        await using var server = new LiveFeedServer(Credentialed.BySecret);

        await server.AssertBadTokenAsync(
            new TestToken { Claim = JsonSerializer.Deserialize<JsonElement>(claim) }.BySecret());
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("a.b.c")]
    [InlineData("nonsense")]
    [InlineData("eyJhbGciOiJIUzI1NiJ9.bnVsbA.AAAA")]
    public async Task A_text_that_is_no_token_is_no_good(string text)
    {
        await using var server = new LiveFeedServer(Credentialed.BySecret);

        await server.AssertBadTokenAsync(text);
        await server.AssertBadTokenAsync(Convert.ToBase64String(Encoding.UTF8.GetBytes(new string('x', 8_000))));
    }

    [Theory]
    [InlineData("crit", """["exp"]""")]
    [InlineData("crit", """["b64"]""")]
    [InlineData("crit", """["urn:example:tenant"]""")]
    [InlineData("crit", "[]")]
    [InlineData("crit", "null")]
    [InlineData("crit", "\"exp\"")]
    [InlineData("b64", "false")]
    [InlineData("typ", "\"logout+jwt\"")]
    [InlineData("typ", "\"application/dpop+JWT\"")]
    public async Task A_token_whose_header_says_what_is_not_understood_is_no_good(string name, string value)
    {
        await using var server = new LiveFeedServer(Credentialed.BySecret);

        var token = Good with { Header = [(name, JsonSerializer.Deserialize<JsonElement>(value))] };
        await server.AssertBadTokenAsync(token.BySecret());
    }

    [Theory]
    [InlineData("b64", "true")]
    [InlineData("typ", "\"jwt\"")]
    [InlineData("typ", "\"at+jwt\"")]
    [InlineData("typ", "\"application/at+jwt\"")]
    [InlineData("typ", "null")]
    [InlineData("urn:example:tenant", "7")]
    public async Task A_token_whose_header_says_more_than_is_needed_is_good(string name, string value)
    {
        await using var server = new LiveFeedServer(Credentialed.BySecret);

        var token = Good with { Header = [(name, JsonSerializer.Deserialize<JsonElement>(value))] };
        Assert.Equal(HttpStatusCode.OK, await server.FollowStatusAsync(token.BySecret()));
    }

    private static LiveFeedServer With(string signingKey) => new(("Access:Jwt:SigningKey", signingKey));
}
