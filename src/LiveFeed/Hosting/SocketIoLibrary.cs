using System.IO;
using LiveFeed.Boards;
using LiveFeed.Http;
using LiveFeed.Streaming.SocketIo;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace LiveFeed.Hosting;

/// <summary>
/// The library of Socket.IO for pages, where its own server has it: <c>/socket.io/socket.io.js</c>, <c>socket.io.min.js</c>
/// and <c>socket.io.esm.min.js</c>, from npm's <c>socket.io-client</c>.
/// </summary>
internal static class SocketIoLibrary
{
    // A script and nothing else: opened by itself it may do nothing.
    private const string ContentPolicy = "default-src 'none'; frame-ancestors 'none'";

    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "socket.io");

    /// <summary>Serves it; nothing where Socket.IO is off, or the build has copied none.</summary>
    internal static void UseSocketIoLibrary(this IApplicationBuilder app)
    {
        var options = app.ApplicationServices.GetRequiredService<IOptions<SocketIoOptions>>().Value;
        if (options.Enabled)
        {
            app.UseStaticFolder(
                Folder, options.Path.TrimEnd('/'), context => BrowserHeaders.Protect(context.Response, ContentPolicy));
        }
    }
}
