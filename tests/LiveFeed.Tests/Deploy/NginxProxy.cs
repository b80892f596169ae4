using System.Diagnostics;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Deploy;

/// <summary>nginx with <c>deploy/nginx.conf</c>.</summary>
internal static class NginxProxy
{
    private static readonly string[] Temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];

    internal static Task<ProxyProcess> StartAsync(Uri one, Uri other) => ProxyProcess.StartAsync((folder, port) =>
    {
        var file = folder.File("nginx.conf");
        File.WriteAllText(file, Text(folder, port, one, other));
        return new ProcessStartInfo(
            DebianProgram.Need("nginx"), ["-p", folder.Path, "-c", file, "-e", "stderr", "-g", "daemon off;"]);
    });

    private static string Text(TempFolder folder, int port, Uri one, Uri other)
    {
        var folders = Temporary.Select(name => $"{name}_temp_path {folder.File(name)};");
        return DeployFolder.Read("nginx.conf").With(
            ("user www-data;", ""),
            ("worker_processes auto;", "worker_processes 1;"),
            ("worker_rlimit_nofile 200000;", ""),
            ("worker_connections 100000;", "worker_connections 512;"),
            ("pid /run/nginx.pid;", $"pid {folder.File("nginx.pid")};"),
            ("/var/log/nginx/error.log", "stderr"),
            ("http {\n", $"http {{\n{string.Join('\n', folders)}\n"),
            ("/etc/ssl/livefeed", folder.Path),
            ("listen 443 ", $"listen 127.0.0.1:{port} "),
            ("listen [::]:443 ssl http2;", ""),
            ("127.0.0.1:5081", one.Authority),
            ("127.0.0.1:5082", other.Authority));
    }
}
