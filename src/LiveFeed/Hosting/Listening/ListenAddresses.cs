using LiveFeed.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace LiveFeed.Hosting.Listening;

/// <summary>
/// Where the service listens by the settings, which are the web server's own: <c>Kestrel:Endpoints</c>, else <c>Urls</c>,
/// else <c>HTTP_PORTS</c> and <c>HTTPS_PORTS</c>. The prefix <c>ASPNETCORE_</c> is taken off variables before.
/// </summary>
internal static class ListenAddresses
{
    internal const string Default = "http://localhost:5080";

    /// <summary>The addresses with their keys; none when no setting has one.</summary>
    internal static (string Key, string Address)[] Of(IConfiguration settings)
    {
        (string, string)[] endpoints =
        [
            .. settings.GetSection("Kestrel:Endpoints").GetChildren()
                .Select(one => ($"{one.Path}:Url", one["Url"] ?? "")),
        ];
        (string, string)[] urls = [.. Split(settings, "Urls").Select(one => ("Urls", one))];
        return endpoints is not [] ? endpoints
            : urls is not [] ? urls
            : [.. PortsOf(settings, "HTTP_PORTS", "http"), .. PortsOf(settings, "HTTPS_PORTS", "https")];
    }

    /// <summary>The web server's own default is port 5000.</summary>
    internal static void ListenByDefault(this WebApplicationBuilder builder)
    {
        if (Of(builder.Configuration) is [])
        {
            builder.WebHost.UseUrls(Default);
        }
    }

    /// <summary>The web server would say of such a port only that something is out of range.</summary>
    /// <exception cref="StartRefusedException">A port that there is not.</exception>
    internal static void CheckPorts(this IConfiguration settings)
    {
        foreach (var (key, address) in Of(settings))
        {
            if (!HasPort(address))
            {
                throw new StartRefusedException($"{key} is '{address}', but a port must be between 0 and 65535.");
            }
        }
    }

    private static bool HasPort(string address)
    {
        try
        {
            return BindingAddress.Parse(address).Port is >= 0 and <= ushort.MaxValue;
        }
        catch (FormatException)
        {
            return true; // is no address at all, as the web server will say
        }
    }

    private static IEnumerable<(string Key, string Address)> PortsOf(IConfiguration settings, string key, string scheme) =>
        Split(settings, key).Select(port => (key, $"{scheme}://*:{port}"));

    private static string[] Split(IConfiguration settings, string key) => (settings[key] ?? "").Split(
        ';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
