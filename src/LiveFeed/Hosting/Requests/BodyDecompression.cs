using LiveFeed.Bodies;
using LiveFeed.Scheduling;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.RequestDecompression;
using Microsoft.Extensions.DependencyInjection;

namespace LiveFeed.Hosting.Requests;

/// <summary>
/// Which content encodings are read. For another one, or several at once, the header stays, and the endpoint refuses it.
/// </summary>
internal static class BodyDecompression
{
    internal static void AddBodyDecompression(this IServiceCollection services)
    {
        services.AddSingleton<BodyBudget>();
        services.AddRequestDecompression();
        services.AddOptions<RequestDecompressionOptions>().Configure<BodyBudget>((options, budget) =>
        {
            var providers = options.DecompressionProviders;
            providers.Clear(); // the framework's own do not report a body that was cut off
            providers.Add("br", new BodyEncoding(budget, () => new BrotliBody()));
            providers.Add("deflate", new BodyEncoding(budget, () => new ZLibBody(ZLibFormat.ZLib)));
            providers.Add("gzip", new BodyEncoding(budget, () => new ZLibBody(ZLibFormat.Gzip)));
            // RFC 9110, section 8.4.1.3
            providers.Add("x-gzip", new BodyEncoding(budget, () => new ZLibBody(ZLibFormat.Gzip)));
        });
    }

    /// <summary>
    /// A request with a compressed body runs as long work: a few bytes of it may become millions to decode and to read.
    /// </summary>
    internal static void UseBodyDecompression(this IApplicationBuilder app)
    {
        var work = app.ApplicationServices.GetRequiredService<LowPriorityWork>();
        app.UseWhen(context => context.Request.Headers.ContentEncoding.Count > 0, compressed =>
        {
            compressed.Use(next => context => work.RunAsync(() => next(context), context.RequestAborted));
            compressed.UseRequestDecompression();
        });
    }
}
