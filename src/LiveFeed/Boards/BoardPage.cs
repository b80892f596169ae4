using System.IO;
using System.Reflection;
using LiveFeed.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Options;

namespace LiveFeed.Boards;

/// <summary>The page, which is the same for all boards; or 503 while it is not built.</summary>
/// <param name="name">Its file.</param>
/// <param name="status">200 or 404. A missing board also gets the page, which says so and looks again by itself.</param>
/// <param name="options">The content security policy.</param>
internal sealed class BoardPage(string name, int status, IOptions<BoardsOptions> options)
    : IResult, IEndpointMetadataProvider
{
    internal const string Html = "text/html";

    private const int NotBuilt = StatusCodes.Status503ServiceUnavailable;

    internal static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "page");

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder)
    {
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(string), [Html]));
        builder.Metadata.Add(new ProducesResponseTypeMetadata(NotBuilt, typeof(string), ["text/plain"]));
    }

    public Task ExecuteAsync(HttpContext httpContext)
    {
        BrowserHeaders.Protect(httpContext.Response, options.Value.ContentPolicy);
        var file = Path.Combine(Folder, name);
        IResult answer = File.Exists(file)
            ? TypedResults.Text(File.ReadAllBytes(file), $"{Html}; charset=utf-8", status)
            : TypedResults.Text("The page is not built yet. Run: make build\n", "text/plain", statusCode: NotBuilt);
        return answer.ExecuteAsync(httpContext);
    }
}
