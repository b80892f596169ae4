using System.IO;
using LiveFeed.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Options;

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
    /// <param name="hashed">The part of the files whose names have a hash; null for none.</param>
    internal static void UseStaticFolder(this IApplicationBuilder app, string folder, string path, string? hashed = null)
    {
        if (!Directory.Exists(folder))
        {
            return;
        }

        var options = app.ApplicationServices.GetRequiredService<IOptions<BoardsOptions>>();
        app.UseStaticFiles(new StaticFileOptions
        {
            FileProvider = new PhysicalFileProvider(folder),
            RequestPath = path,
            OnPrepareResponse = file =>
            {
                BrowserHeaders.Protect(file.Context.Response, options.Value.ContentPolicy);
                file.Context.Response.Headers.CacheControl =
                    hashed is not null && file.Context.Request.Path.StartsWithSegments(hashed) ? Forever : AskAgain;
            },
        });
    }
}
