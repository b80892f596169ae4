using System.IO;
using LiveFeed.Http;
using LiveFeed.Http.Docs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Options;

namespace LiveFeed.Boards;

/// <summary>The boards: the page, which is the same for all, its files, and what it shows; and the page of all topics.</summary>
internal static class BoardEndpoints
{
    private static readonly string PageFolder = Path.Combine(AppContext.BaseDirectory, "page");

    private const string BoardPage = "index.html";
    private const string ExplorePage = "explore.html";

    // What the page needs and nothing else: it has no script, style or image but its own files.
    private const string ContentPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors ";

    internal static RouteGroupBuilder MapBoardEndpoints(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("").Described(BoardDocs.Group);
        group.MapGet("/", ShowFirst).WithName("ShowPage").Described(BoardDocs.Page);
        group.MapGet("/explore", ShowTopics).WithName("ExploreTopics").Described(BoardDocs.Explore);
        group.MapGet("/boards", ListBoards).WithName(nameof(ListBoards)).Described(BoardDocs.List);
        group.MapGet("/boards/{name}", ShowBoard).WithName(nameof(ShowBoard)).Described(BoardDocs.Show);
        group.MapGet("/boards/{name}.json", ReadBoard).WithName(nameof(ReadBoard)).Described(BoardDocs.Read);
        return group;
    }

    /// <summary>The page's scripts and styles; those whose names hold a hash of their content are kept for ever.</summary>
    internal static void UsePageFiles(this IApplicationBuilder app)
    {
        var options = app.ApplicationServices.GetRequiredService<IOptions<BoardsOptions>>();
        if (Directory.Exists(PageFolder))
        {
            app.UseStaticFiles(new StaticFileOptions
            {
                FileProvider = new PhysicalFileProvider(PageFolder),
                OnPrepareResponse = file =>
                {
                    Protect(file.Context.Response, options);
                    file.Context.Response.Headers.CacheControl =
                        file.Context.Request.Path.StartsWithSegments("/assets") ? "public, max-age=31536000, immutable" : "no-cache";
                },
            });
        }
    }

    private static void Protect(HttpResponse response, IOptions<BoardsOptions> options) =>
        BrowserHeaders.Protect(response, ContentPolicy + options.Value.FrameAncestors);

    private static IResult ListBoards(BoardFiles boards) =>
        TypedResults.Json(boards.List(), BoardsJson.Default.IReadOnlyListBoardInfo);

    private static IResult ReadBoard(string name, BoardFiles boards) => boards.Read(name) switch
    {
        null => new FeedProblem(ProblemKind.NotFound, $"There is no board '{name}'."),
        { Info.Error: { } error } => new FeedProblem(ProblemKind.Invalid, $"{name}.json: {error}"),
        { Json: var json } => TypedResults.Bytes(json, "application/json"),
    };

    private static IResult ShowFirst(HttpResponse response, IOptions<BoardsOptions> options) =>
        Page(BoardPage, StatusCodes.Status200OK, response, options);

    private static IResult ShowTopics(HttpResponse response, IOptions<BoardsOptions> options) =>
        Page(ExplorePage, StatusCodes.Status200OK, response, options);

    // Also a board that is missing gets the page, which says so and looks again by itself.
    private static IResult ShowBoard(string name, BoardFiles boards, HttpResponse response, IOptions<BoardsOptions> options) =>
        Page(BoardPage, boards.Read(name) is null ? StatusCodes.Status404NotFound : StatusCodes.Status200OK, response, options);

    private static IResult Page(string name, int status, HttpResponse response, IOptions<BoardsOptions> options)
    {
        Protect(response, options);
        var file = Path.Combine(PageFolder, name);
        return File.Exists(file)
            ? TypedResults.Text(File.ReadAllBytes(file), "text/html; charset=utf-8", status)
            : TypedResults.Text("The page is not built yet. Run: make build\n", "text/plain", statusCode: StatusCodes.Status503ServiceUnavailable);
    }
}
