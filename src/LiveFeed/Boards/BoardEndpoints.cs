using System.IO;
using LiveFeed.Access;
using LiveFeed.Access.Authorization;
using LiveFeed.Boards.Schema;
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
    internal const string ErrorHeader = "Board-Error";

    private static readonly string PageFolder = Path.Combine(AppContext.BaseDirectory, "page");
    private const string BoardPage = "index.html";
    private const string ExplorePage = "explore.html";

    internal static RouteGroupBuilder MapBoardEndpoints(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("").Described(BoardDocs.Group);
        group.MapGet("/", ShowFirst).WithName("ShowPage").Described(BoardDocs.Page);
        group.MapGet("/explore", ShowTopics).WithName("ExploreTopics").Described(BoardDocs.Explore);
        group.MapGet("/boards", ListBoards).WithName(nameof(ListBoards)).Described(BoardDocs.List);
        group.MapGet("/boards/board.schema.json", ReadSchema).WithName("ReadBoardSchema").Described(BoardDocs.Schema); // no board has a dot in its name
        group.MapGet("/boards/{name}", ShowBoard).WithName(nameof(ShowBoard)).Described(BoardDocs.Show);
        group.MapGet("/boards/{name}.json", ReadBoard).WithName(nameof(ReadBoard)).Described(BoardDocs.Read);
        group.MapPut("/boards/{name}.json", BoardEditing.SaveBoard).AddEndpointFilter<AdminOnly>().WithName(nameof(BoardEditing.SaveBoard)).Described(BoardEditingDocs.Save);
        group.MapDelete("/boards/{name}.json", BoardEditing.RemoveBoard).AddEndpointFilter<AdminOnly>().WithName(nameof(BoardEditing.RemoveBoard)).Described(BoardEditingDocs.Remove);
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
        BrowserHeaders.Protect(response, options.Value.ContentPolicy);

    private static async Task<IResult> ListBoards(BoardFiles boards, HttpContext context, AccessPolicy access)
    {
        context.Response.Headers.Allow = await MayChangeAsync(context, access) ? "GET, PUT" : "GET";
        return TypedResults.Json(boards.List(), BoardsJson.Default.IReadOnlyListBoardInfo);
    }

    private static async Task<bool> MayChangeAsync(HttpContext context, AccessPolicy access) =>
        (await access.IdentifyAsync(context)).MayAdminister() is null;

    internal static FeedProblem NoSuchBoard(string name) => new(ProblemKind.NotFound, $"There is no board '{name}'.");

    private static async Task<IResult> ReadBoard(string name, BoardFiles boards, HttpContext context, AccessPolicy access)
    {
        var headers = context.Response.Headers;
        var mayChange = await MayChangeAsync(context, access);
        if (boards.Find(name) is not { } board)
        {
            headers.Allow = mayChange ? "GET, PUT" : "GET";
            return NoSuchBoard(name);
        }

        headers.Allow = mayChange ? "GET, PUT, DELETE" : "GET";
        if (board.Shown is not { } json)
        {
            return new FeedProblem(ProblemKind.Invalid, $"{name}.json: {board.Info.Error}");
        }

        if (board.Info.Error is { } error)
        {
            headers[ErrorHeader] = Uri.EscapeDataString(error); // a header is ASCII
        }

        // For changes, not for caches: whether the file is broken may change while what is shown does not.
        headers.ETag = ContentTag.Of(json).ToString();
        return TypedResults.Bytes(json, "application/json");
    }

    private static IResult ReadSchema() => TypedResults.Bytes(BoardSchema.Json, "application/json");

    private static IResult ShowFirst(HttpResponse response, IOptions<BoardsOptions> options) =>
        Page(BoardPage, StatusCodes.Status200OK, response, options);

    private static IResult ShowTopics(HttpResponse response, IOptions<BoardsOptions> options) =>
        Page(ExplorePage, StatusCodes.Status200OK, response, options);

    // Also a board that is missing gets the page, which says so and looks again by itself.
    private static IResult ShowBoard(string name, BoardFiles boards, HttpResponse response, IOptions<BoardsOptions> options) =>
        Page(BoardPage, boards.Find(name) is null ? StatusCodes.Status404NotFound : StatusCodes.Status200OK, response, options);

    private static IResult Page(string name, int status, HttpResponse response, IOptions<BoardsOptions> options)
    {
        Protect(response, options);
        var file = Path.Combine(PageFolder, name);
        return File.Exists(file)
            ? TypedResults.Text(File.ReadAllBytes(file), "text/html; charset=utf-8", status)
            : TypedResults.Text("The page is not built yet. Run: make build\n", "text/plain", statusCode: StatusCodes.Status503ServiceUnavailable);
    }
}
