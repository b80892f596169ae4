using System.IO;
using LiveFeed.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Options;

namespace LiveFeed.Boards.Examples;

/// <summary>
/// The pages under <c>/examples/</c>. They are files of the repository's folder <c>examples</c>, as they stand there: the
/// build copies the pages, their scripts and styles, and no producer.
/// </summary>
internal static class ExampleFiles
{
    /// <summary>Where the build puts them.</summary>
    internal static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "examples");

    private const string Root = "/examples";

    private const string ContentPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; " +
        "form-action 'none'; frame-ancestors 'self'";

    // The one page that asks for them.
    private static readonly PathString Call = new($"{Root}/call");

    /// <summary>Serves the files; nothing where the settings say so, or where the build has copied none.</summary>
    internal static void UseExamples(this IApplicationBuilder app)
    {
        if (!app.ApplicationServices.GetRequiredService<IOptions<ExamplesOptions>>().Value.Enabled ||
            !Directory.Exists(Folder))
        {
            return;
        }

        app.UseDefaultFiles(new DefaultFilesOptions { FileProvider = new PhysicalFileProvider(Folder), RequestPath = Root });
        app.UseStaticFolder(Folder, Root, Protect, types: Types());
    }

    // Only what the pages are made of.
    private static FileExtensionContentTypeProvider Types() => new(new Dictionary<string, string>
    {
        [".html"] = "text/html; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".css"] = "text/css; charset=utf-8",
        [".json"] = "application/json",
    });

    private static void Protect(HttpContext context)
    {
        BrowserHeaders.Protect(context.Response, ContentPolicy);
        if (context.Request.Path.StartsWithSegments(Call))
        {
            BrowserHeaders.AllowCamera(context.Response);
        }
    }
}
