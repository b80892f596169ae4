using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Deploy;

/// <summary>A certificate of this machine's own, in the files that proxies read.</summary>
internal static class ProxyCertificate
{
    /// <summary>Writes <c>fullchain.pem</c>, <c>privkey.pem</c>, and both in <c>livefeed.pem</c>.</summary>
    internal static void WriteTo(TempFolder folder)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        var (chain, secret) = (certificate.ExportCertificatePem() + "\n", key.ExportPkcs8PrivateKeyPem() + "\n");
        File.WriteAllText(folder.File("fullchain.pem"), chain);
        File.WriteAllText(folder.File("privkey.pem"), secret);
        File.WriteAllText(folder.File("livefeed.pem"), chain + secret);
    }
}
