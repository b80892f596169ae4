using System.Diagnostics;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Deploy;

/// <summary>HAProxy with <c>deploy/haproxy.cfg</c>.</summary>
public sealed class HAProxyTests : ProxyOutageSpecification
{
    private protected override Task<ProxyProcess> StartAsync(Uri one, Uri other)
    {
        var haproxy = DebianProgram.NeedOrSkip("haproxy");
        return ProxyProcess.StartAsync((folder, port) =>
        {
            var file = folder.File("haproxy.cfg");
            File.WriteAllText(file, DeployFolder.Read("haproxy.cfg").With(
                ("maxconn 100000", "maxconn 500"),
                ("timeout connect 1s", "timeout connect 1s\n    timeout check 30s"), // a node in this process may be slow
                ("bind :443", $"bind 127.0.0.1:{port}"),
                ("/etc/haproxy/livefeed.pem", folder.File("livefeed.pem")),
                ("127.0.0.1:5081", one.Authority),
                ("127.0.0.1:5082", other.Authority)));
            return new ProcessStartInfo(haproxy, ["-db", "-f", file]);
        });
    }
}
