using System.IO;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.FileProviders;

namespace LiveFeed.Boards;

/// <summary>A folder of files for browsers, beside the program.</summary>
internal static class StaticFolder
{
    private const string Forever = "public, max-age=31536000, immutable";
    private const string AskAgain = "no-cache"; // the answer is 304 while the file is the same

    /// <summary>
    /// Serves the files. Browsers keep those whose names have a hash for ever, and ask again for all others. Without the
    /// folder nothing is served.
    /// </summary>
    /// <param name="app">The pipeline.</param>
    /// <param name="folder">The folder.</param>
    /// <param name="path">Where its files begin: empty, or <c>/client</c>.</param>
    /// <param name="protect">Sets the headers that restrict what a browser does with a file.</param>
    /// <param name="hashed">The part of the files whose names have a hash; null for none.</param>
    /// <param name="types">The types of the files that are served; null for all that the web server knows.</param>
    internal static void UseStaticFolder(
        this IApplicationBuilder app,
        string folder,
        string path,
        Action<HttpContext> protect,
        string? hashed = null,
        IContentTypeProvider? types = null)
    {
        if (!Directory.Exists(folder))
        {
            return;
        }

        app.UseStaticFiles(new StaticFileOptions
        {
            FileProvider = new PhysicalFileProvider(folder),
            RequestPath = path,
            ContentTypeProvider = types ?? new FileExtensionContentTypeProvider(),
            OnPrepareResponse = file =>
            {
                protect(file.Context);
                file.Context.Response.Headers.CacheControl =
                    hashed is not null && file.Context.Request.Path.StartsWithSegments(hashed) ? Forever : AskAgain;
            },
        });
    }
}
