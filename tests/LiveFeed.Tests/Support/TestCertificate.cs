using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace LiveFeed.Tests.Support;

/// <summary>A certificate that nobody has signed, for a service over TLS.</summary>
internal static class TestCertificate
{
    /// <summary>Takes any certificate, this one too.</summary>
    internal static SslClientAuthenticationOptions AnyIsFine { get; } = new()
    {
        RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate is not null,
    };

    /// <summary>Settings of a service with one endpoint, over TLS. The certificate is in the folder.</summary>
    internal static (string Key, string Value)[] Settings(TempFolder folder) =>
    [
        ("/Kestrel:Endpoints:Tls:Url", "https://127.0.0.1:0"), ("/Kestrel:Endpoints:Tls:Certificate:Path", Write(folder)),
    ];

    /// <summary>Makes one in the folder, and gives its path.</summary>
    internal static string Write(TempFolder folder)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        var path = Path.Combine(folder.Path, "tls.pfx");
        File.WriteAllBytes(path, certificate.Export(X509ContentType.Pfx));
        return path;
    }
}
