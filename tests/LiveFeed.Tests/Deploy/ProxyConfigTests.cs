using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Deploy;

/// <summary>Each proxy takes its file as it stands, but for the certificate, which is a test's own.</summary>
public sealed class ProxyConfigTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public ProxyConfigTests() => ProxyCertificate.WriteTo(_folder);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Nginx_takes_its_file()
    {
        var file = Write("nginx.conf", ("/etc/ssl/livefeed", _folder.Path), ("/run/nginx.pid", _folder.File("nginx.pid")));

        var (exitCode, output) = await DebianProgram.RunAsync(
            DebianProgram.Need("nginx"), "-t", "-q", "-p", _folder.Path, "-c", file, "-e", "stderr");

        Assert.True(exitCode == 0, output);
    }

    [Fact]
    public async Task HAProxy_takes_its_file_without_a_warning()
    {
        var haproxy = DebianProgram.NeedOrSkip("haproxy");
        var file = Write("haproxy.cfg", ("/etc/haproxy/livefeed.pem", _folder.File("livefeed.pem")));

        var (exitCode, output) = await DebianProgram.RunAsync(haproxy, "-c", "-q", "-f", file);

        Assert.True(exitCode == 0, output);
        Assert.DoesNotContain("WARNING", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Caddy_takes_its_file()
    {
        var caddy = DebianProgram.NeedOrSkip("caddy");
        var file = Write("Caddyfile");

        var (exitCode, output) = await DebianProgram.RunAsync(caddy, "validate", "--adapter", "caddyfile", "--config", file);

        Assert.True(exitCode == 0, output);
    }

    [Theory]
    [InlineData("nginx.conf")]
    [InlineData("haproxy.cfg")]
    [InlineData("Caddyfile")]
    public void Each_proxy_has_the_same_nodes(string name)
    {
        foreach (var node in (string[])["127.0.0.1:5081", "127.0.0.1:5082"])
        {
            Assert.Contains(node, DeployFolder.Read(name), StringComparison.Ordinal);
        }
    }

    private string Write(string name, params (string From, string To)[] changes)
    {
        var file = _folder.File(name);
        File.WriteAllText(file, DeployFolder.Read(name).With(changes));
        return file;
    }
}
