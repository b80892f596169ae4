using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Access;

/// <summary>Tokens by an OpenID Connect authority, which tells its keys itself.</summary>
public sealed class AuthorityTests : IDisposable
{
    private readonly RSA _rsa = RSA.Create(2_048);
    private readonly ECDsa _curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public void Dispose()
    {
        _rsa.Dispose();
        _curve.Dispose();
    }

    [Fact]
    public async Task A_token_by_a_key_of_the_authority_is_good_and_the_authority_is_asked_once()
    {
        await using var authority = await TestAuthority.StartAsync(PublicKeys.Of(_rsa, "r"), PublicKeys.Of(_curve, "c"));
        await using var server = Server(authority.Address);
        var token = Token(authority);

        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(
                HttpStatusCode.OK, await server.FollowStatusAsync((token with { User = $"user {i}" }).By(_rsa, "r")));
            Assert.Equal(
                HttpStatusCode.OK, await server.FollowStatusAsync((token with { User = $"user {i}" }).By(_curve, "c")));
        }

        Assert.Equal(1, authority.Questions);
    }

    [Fact]
    public async Task A_token_by_another_issuer_or_key_or_for_another_audience_is_no_good()
    {
        await using var authority = await TestAuthority.StartAsync(PublicKeys.Of(_rsa, "r"));
        await using var server = Server(authority.Address);
        using var stranger = RSA.Create(2_048);
        var token = Token(authority);

        await server.AssertBadTokenAsync((token with { Issuer = "https://other" }).By(_rsa, "r"));
        await server.AssertBadTokenAsync((token with { Issuer = null }).By(_rsa, "r"));
        await server.AssertBadTokenAsync((token with { Audience = "shop" }).By(_rsa, "r"));
        await server.AssertBadTokenAsync((token with { Audience = null }).By(_rsa, "r"));
        await server.AssertBadTokenAsync(token.By(stranger, "r"));
        await server.AssertBadTokenAsync(token.Unsigned());
    }

    // An authority keeps secrets of its own clients there at times, or someone has put one there.
    [Fact]
    public async Task A_secret_among_the_keys_of_the_authority_is_no_key()
    {
        var secret = Encoding.UTF8.GetBytes(TestToken.Secret);
        await using var authority = await TestAuthority.StartAsync(
            PublicKeys.Of(_rsa, "r"), new { kty = "oct", kid = "s", k = Base64Url.EncodeToString(secret) });
        await using var server = Server(authority.Address);

        await server.AssertBadTokenAsync((Token(authority)).Sign(
            "HS256", "s", text => HMACSHA256.HashData(secret, text)));
    }

    [Fact]
    public async Task The_first_token_by_a_new_key_of_the_authority_is_good()
    {
        await using var authority = await TestAuthority.StartAsync(PublicKeys.Of(_rsa, "old"));
        await using var server = Server(authority.Address);
        var token = Token(authority);
        Assert.Equal(HttpStatusCode.OK, await server.FollowStatusAsync(token.By(_rsa, "old")));

        authority.Keys = [PublicKeys.Of(_curve, "new")];

        Assert.Equal(HttpStatusCode.OK, await server.FollowStatusAsync(token.By(_curve, "new")));
    }

    [Fact]
    public async Task Strangers_cannot_have_the_authority_asked_all_the_time()
    {
        await using var authority = await TestAuthority.StartAsync(PublicKeys.Of(_rsa, "r"));
        await using var server = Server(authority.Address);
        using var stranger = RSA.Create(2_048);

        for (var i = 0; i < 50; i++)
        {
            await server.AssertBadTokenAsync((Token(authority)).By(stranger, $"{i}"));
        }

        Assert.InRange(authority.Questions, 1, 25); // at most once in ten seconds, however slow this machine is
    }

    [Fact]
    public async Task While_the_authority_cannot_be_reached_nobody_is_told_that_a_token_is_bad()
    {
        using var port = new HeldPort();
        await using var server = Server($"http://127.0.0.1:{port.Number}");

        using var response = await server.SendAsync(
            "GET", "/events?topic=a", [Credentialed.Bearer(TestToken.For("a").By(_rsa)), ("Accept", "application/json")]);

        await response.ReadProblemAsync(HttpStatusCode.ServiceUnavailable, "unavailable");
        Assert.True(response.Headers.RetryAfter?.Delta > TimeSpan.Zero);
        Assert.Equal(HttpStatusCode.Unauthorized, await server.StatusAsync("GET", "/events?topic=a", []));
    }

    private static LiveFeedServer Server(string authority) =>
        new(("Access:Jwt:Authority", authority), ("Access:Jwt:Audience", "livefeed"));

    private static TestToken Token(TestAuthority authority) =>
        TestToken.For("a") with { Issuer = authority.Address, Audience = "livefeed" };
}
