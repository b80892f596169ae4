using Microsoft.AspNetCore.RequestDecompression;
using Microsoft.Extensions.DependencyInjection;

namespace LiveFeed.Http.Bodies;

/// <summary>Which content encodings are read. Of another one, or of several at once, the header stays for the endpoint to refuse.</summary>
internal static class BodyDecompression
{
    internal static void AddBodyDecompression(this IServiceCollection services)
    {
        services.AddSingleton<BodyBudget>();
        services.AddRequestDecompression();
        services.AddOptions<RequestDecompressionOptions>().Configure<BodyBudget>((options, budget) =>
        {
            var providers = options.DecompressionProviders;
            providers.Clear(); // the framework's own do not tell a body that was cut off
            providers.Add("br", new BodyEncoding(budget, () => new BrotliBody()));
            providers.Add("deflate", new BodyEncoding(budget, () => new ZLibBody(ZLibFormat.ZLib)));
            providers.Add("gzip", new BodyEncoding(budget, () => new ZLibBody(ZLibFormat.Gzip)));
            providers.Add("x-gzip", new BodyEncoding(budget, () => new ZLibBody(ZLibFormat.Gzip))); // RFC 9110, section 8.4.1.3
        });
    }
}
