using System.Security.Cryptography;
using LiveFeed.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace LiveFeed.Tests.Access;

/// <summary>Keys and tokens are checked when the service starts. Each fault is named, and no secret is shown.</summary>
public sealed class AccessSettingsTests
{
    private const string Hash = "2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b";

    [Theory]
    [InlineData(
        "LiveFeed:Access:Keys:1:Sha256 must be",
        "Keys:0:Name=a",
        "Keys:0:Sha256=" + Hash,
        "Keys:1:Name=b",
        "Keys:1:Sha256=secret")]
    [InlineData("LiveFeed:Access:Keys:0:Sha256 must be", "Keys:0:Name=a")]
    [InlineData("LiveFeed:Access:Keys:0:Sha256 must be", "Keys:0:Name=a", "Keys:0:Sha256=" + Hash + "00")]
    [InlineData("LiveFeed:Access:Keys:0:Name is required", "Keys:0:Sha256=" + Hash)]
    [InlineData(
        "LiveFeed:Access:Keys:1:Name must be unique",
        "Keys:0:Name=a",
        "Keys:0:Sha256=" + Hash,
        "Keys:1:Name=a",
        "Keys:1:Sha256=" + Hash)]
    [InlineData(
        "LiveFeed:Access:Keys:0:Publish:1 may",
        "Keys:0:Name=a",
        "Keys:0:Sha256=" + Hash,
        "Keys:0:Publish:0=a",
        "Keys:0:Publish:1=a*")]
    [InlineData(
        "LiveFeed:Access:Keys:0:Subscribe:0 must have 1 to 512",
        "Keys:0:Name=a",
        "Keys:0:Sha256=" + Hash,
        "Keys:0:Subscribe:0=")]
    [InlineData("LiveFeed:Access:Jwt:SigningKey must be a secret of at least 32 bytes (not 6)", "Jwt:SigningKey=secret")]
    [InlineData("LiveFeed:Access:Jwt:SigningKey must be a secret of at least 32 bytes (not 0)", "Jwt:SigningKey=")]
    [InlineData(
        "LiveFeed:Access:Jwt:SigningKey looks like",
        "Jwt:SigningKey=-----BEGIN PUBLIC KEY-----\nsecret\n-----END PUBLIC KEY-----")]
    [InlineData("LiveFeed:Access:Jwt:SigningKey looks like", "Jwt:SigningKey={secret")]
    [InlineData("SigningKey is a JSON Web Key Set without keys", "Jwt:SigningKey={\"keys\":[]}")]
    [InlineData(
        "SigningKey is a JSON Web Key Set with a private key",
        "Jwt:SigningKey={\"keys\":[{\"kty\":\"oct\",\"k\":\"secret\"}]}")]
    [InlineData("LiveFeed:Access:Jwt:Authority must be an https URL", "Jwt:Authority=http://id.example")]
    [InlineData("LiveFeed:Access:Jwt:Authority must be an https URL", "Jwt:Authority=id.example")]
    [InlineData(
        "exclude each other", "Jwt:Authority=https://id.example", "Jwt:SigningKey=a secret of more than thirty-two bytes")]
    [InlineData("LiveFeed:Access:Jwt:Issuer and LiveFeed:Access:Jwt:Audience need", "Jwt:Audience=livefeed")]
    [InlineData("LiveFeed:Access:Jwt:Audience is empty", "Jwt:Authority=https://id.example", "Jwt:Audience=")]
    [InlineData(
        "LiveFeed:Access:Jwt:Audience is required with LiveFeed:Access:Jwt:Authority", "Jwt:Authority=https://id.example")]
    [InlineData("LiveFeed:Access:Cookie", "Cookie=a b")]
    [InlineData("LiveFeed:Access:Tickets:SigningKey must be a secret of at least 32", "Tickets:SigningKey=secret")]
    [InlineData("LiveFeed:Access:Tickets:OpenWithin", "Tickets:OpenWithin=00:00:00")]
    [InlineData("LiveFeed:Access:Tickets:KeyLifetime", "Tickets:KeyLifetime=31.00:00:00")]
    [InlineData("LiveFeed:Access:Tickets:Remembered", "Tickets:Remembered=0")]
    public void A_wrong_setting_stops_the_start_and_is_named(string expected, params string[] settings)
    {
        var failure = Assert.ThrowsAny<Exception>(() => Check(settings));

        Assert.Contains(expected, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("=secret", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("'secret", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_private_key_or_a_weak_one_is_refused()
    {
        using var rsa = RSA.Create(2_048);
        using var weak = RSA.Create(1_024);

        var isPrivate = Assert.ThrowsAny<Exception>(() => Check($"Jwt:SigningKey={rsa.ExportPkcs8PrivateKeyPem()}"));
        var isWeak = Assert.ThrowsAny<Exception>(() => Check($"Jwt:SigningKey={weak.ExportSubjectPublicKeyInfoPem()}"));

        Assert.Contains("is a private key", isPrivate.Message, StringComparison.Ordinal);
        Assert.Contains("fewer than 2048 bits", isWeak.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_service_starts_with_right_settings()
    {
        using var curve = ECDsa.Create(ECCurve.NamedCurves.nistP384);

        Check("Keys:0:Name=a", $"Keys:0:Sha256={Hash}", "Keys:0:Publish:0=a/*", "Keys:0:Subscribe:0=**");
        Check($"Jwt:SigningKey={curve.ExportSubjectPublicKeyInfoPem()}", "Jwt:Issuer=i", "Jwt:Audience=a");
        Check("Jwt:Authority=https://id.example/realms/a", "Jwt:Audience=livefeed");
        Check("Jwt:SigningKey=a secret of more than thirty-two bytes");
    }

    private static void Check(params string[] settings)
    {
        var builder = WebApplication.CreateBuilder(
            ["--hostBuilder:reloadConfigOnChange=false", .. settings.Select(setting => $"--LiveFeed:Access:{setting}")]);
        builder.AddLiveFeed();
        using var services = builder.Services.BuildServiceProvider();
        services.GetRequiredService<IStartupValidator>().Validate();
    }
}
