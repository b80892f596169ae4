using System.IO;
using System.Net.Http;
using LiveFeed.Access.Authorization;
using LiveFeed.Hosting.Listening;
using Microsoft.Extensions.Configuration;

namespace LiveFeed.Hosting.Health;

/// <summary>
/// <c>LiveFeed --health</c> asks the service on this machine whether it is alive, for a container without a shell:
/// <c>--health=ready</c> whether it can do its work. Exits 0, or 1 with a line that says why.
/// </summary>
internal static class HealthSwitch
{
    private const string Name = "--health";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5); // under the time-outs of Docker and Compose

    /// <summary>Null when the service itself is to be started.</summary>
    internal static Func<Task<int>>? Of(string[] arguments)
    {
        var asked = Array.Find(
            arguments, one => one == Name || one.StartsWith($"{Name}=", StringComparison.OrdinalIgnoreCase));
        return asked switch
        {
            null => null,
            Name or $"{Name}=live" => () => AskAsync("live", AddressIn(arguments)),
            $"{Name}=ready" => () => AskAsync("ready", AddressIn(arguments)),
            _ => () => Task.FromResult(Failed($"{Name} may be live or ready, not '{asked[(Name.Length + 1)..]}'.")),
        };
    }

    /// <summary>
    /// Where the service listens, by its own settings: the first address of HTTP, else the first of HTTPS. Any name but one
    /// of this machine stands for this machine.
    /// </summary>
    internal static Uri AddressOf(IConfiguration settings)
    {
        var otherwise = new Uri(ListenAddresses.Default);
        var first = ListenAddresses.Of(settings)
            .Select(one => one.Address.Replace("://*", "://localhost", StringComparison.Ordinal)
                .Replace("://+", "://localhost", StringComparison.Ordinal))
            .Select(one => Uri.TryCreate(one, UriKind.Absolute, out var address) ? address : otherwise)
            .OrderBy(one => one.Scheme == Uri.UriSchemeHttps)
            .FirstOrDefault(otherwise);
        var address = new UriBuilder(first) { Path = "" };
        address.Host = LoopbackOnly.IsName(address.Host.Trim('[', ']')) ? address.Host : "localhost";
        return address.Uri;
    }

    private static Uri AddressIn(string[] arguments) => AddressOf(new ConfigurationBuilder()
        .AddEnvironmentVariables("DOTNET_")
        .AddEnvironmentVariables("ASPNETCORE_")
        .SetBasePath(AppContext.BaseDirectory)
        .AddJsonFile("appsettings.json", optional: true)
        .AddEnvironmentVariables()
        .AddCommandLine([.. arguments.Where(one => !one.StartsWith(Name, StringComparison.OrdinalIgnoreCase))])
        .Build());

    private static async Task<int> AskAsync(string what, Uri service)
    {
        // The certificate names the service as others reach it, and nobody else listens here: any will do.
        using var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            SslOptions = { RemoteCertificateValidationCallback = (_, any, _, _) => any is not null },
        };
        using var http = new HttpClient(handler) { Timeout = Patience };
        var address = new Uri(service, $"/healthz/{what}");
        try
        {
            using var answer = await http.GetAsync(address);
            return answer.IsSuccessStatusCode ? 0 : Failed($"{address} answers {(int)answer.StatusCode}.");
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            return Failed($"{address} does not answer: {e.Message}");
        }
    }

    private static int Failed(string why)
    {
        Console.Error.WriteLine($"LiveFeed is not healthy. {why}");
        return 1;
    }
}
