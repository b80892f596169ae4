using System.Globalization;
using System.IO;
using System.Text;
using LiveFeed.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.Swagger;

namespace LiveFeed.Hosting.OpenApi;

/// <summary>
/// The document for programs. To make it takes a tenth of a second of a processor, and it never changes: it is made once,
/// when it is first asked for. Any thread.
/// </summary>
internal sealed class ApiDocument(ISwaggerProvider provider)
{
    internal const string Name = "v1";
    internal const string File = $"{Name}/swagger.json";

    // Whoever asks meanwhile waits without a thread.
    private readonly Lazy<Task<(byte[] Json, EntityTagHeaderValue Tag)>> _document =
        new(() => Task.Run(() => Make(provider)));

    internal async Task AnswerAsync(HttpContext context)
    {
        var (json, tag) = await _document.Value;
        await TypedResults.Bytes(json, "application/json;charset=utf-8", entityTag: tag).ExecuteAsync(context);
    }

    private static (byte[] Json, EntityTagHeaderValue Tag) Make(ISwaggerProvider provider)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        provider.GetSwagger(Name).SerializeAsV3(new OpenApiJsonWriter(text));
        var json = Encoding.UTF8.GetBytes(text.ToString());
        return (json, ContentTag.Of(json));
    }
}
