using System.Globalization;
using System.Net.Http.Headers;
using System.Text;

namespace LiveFeed.Bench.Servers;

/// <summary>Single requests to the service, made and waited for while nothing is measured.</summary>
internal static class ServiceCalls
{
    private const string AllocatedBytes = "dotnet_gc_heap_total_allocated_bytes_total";

    /// <summary>What the service's runtime has allocated since the start, in bytes, by its own <c>/metrics</c>.</summary>
    internal static long AllocatedSoFar(Target target)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Address(target, "/metrics"));
        var line = Send(request).Split('\n').First(line => line.StartsWith(AllocatedBytes, StringComparison.Ordinal));
        return (long)double.Parse(line[(line.LastIndexOf('}') + 2)..], CultureInfo.InvariantCulture);
    }

    internal static void PostLines(Target target, IEnumerable<string> events)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Address(target, target.PublishPath));
        var body = string.Join('\n', events);
        request.Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/x-ndjson"));
        Send(request);
    }

    private static Uri Address(Target target, string path) => new($"http://127.0.0.1:{target.Port}{path}");

    private static string Send(HttpRequestMessage request)
    {
        using var http = new HttpClient();
        using var response = http.Send(request);
        var text = new StreamReader(response.Content.ReadAsStream()).ReadToEnd();
        return response.IsSuccessStatusCode ? text : throw new IOException($"{request.RequestUri}: {text}");
    }
}
