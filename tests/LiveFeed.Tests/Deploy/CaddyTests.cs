using System.Diagnostics;
using System.Globalization;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Deploy;

/// <summary>Caddy with <c>deploy/Caddyfile</c>.</summary>
public sealed class CaddyTests : ProxyOutageSpecification
{
    private protected override Task<ProxyProcess> StartAsync(Uri one, Uri other)
    {
        var caddy = DebianProgram.NeedOrSkip("caddy");
        return ProxyProcess.StartAsync((folder, port) =>
        {
            var file = folder.File("Caddyfile");
            File.WriteAllText(file, DeployFolder.Read("Caddyfile").With(
                ("\n{\n", $"\n{{\n{Options(port)}"),
                ("feed.example.com {\n", $"""
                    localhost:{port} {"{"}
                    	bind 127.0.0.1
                    	tls {folder.File("fullchain.pem")} {folder.File("privkey.pem")}

                    """),
                ("health_timeout 1s", "health_timeout 30s"), // a node in this process may be slow
                ("127.0.0.1:5081", one.Authority),
                ("127.0.0.1:5082", other.Authority)));
            var start = new ProcessStartInfo(caddy, ["run", "--adapter", "caddyfile", "--config", file]);
            foreach (var variable in (string[])["HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME"])
            {
                start.Environment[variable] = folder.Path;
            }

            return start;
        });
    }

    // No second port: neither for its administrator nor for redirects to HTTPS. It says all that it can, as a newer Caddy
    // says some of it unasked.
    private static string Options(int port) => string.Create(CultureInfo.InvariantCulture, $$"""
        	admin off
        	debug
        	auto_https disable_redirects
        	https_port {{port}}
        	grace_period 1s

        """);
}
