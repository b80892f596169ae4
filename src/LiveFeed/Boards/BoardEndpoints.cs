using System.ComponentModel.DataAnnotations;
using System.IO;
using LiveFeed.Access;
using LiveFeed.Access.Authorization;
using LiveFeed.Boards.Examples;
using LiveFeed.Boards.Schema;
using LiveFeed.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace LiveFeed.Boards;

/// <summary>
/// The boards: the page, which is the same for all, its files, and what it shows; and the page of all topics.
/// </summary>
internal static class BoardEndpoints
{
    internal const string ErrorHeader = "Board-Error";

    private static readonly string LibraryFolder = Path.Combine(AppContext.BaseDirectory, "client");

    private const string IndexPage = "index.html";
    private const string ExplorePage = "explore.html";

    internal static RouteGroupBuilder MapBoardEndpoints(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("").WithTags("Boards").OnPoolThread();
        group.MapGet("/", ShowFirst).WithName("ShowPage");
        group.MapGet("/explore", ShowTopics).WithName("ExploreTopics");
        group.MapGet("/boards", ListBoards).WithName(nameof(ListBoards)).Produces<IReadOnlyList<BoardInfo>>();
        group.MapGet("/boards/board.schema.json", ReadSchema).WithName("ReadBoardSchema") // no board has a dot in its name
            .Produces<IReadOnlyDictionary<string, object>>();
        group.MapGet("/boards/{name}", ShowBoard).WithName(nameof(ShowBoard))
            .Produces<string>(StatusCodes.Status404NotFound, BoardPage.Html);
        group.MapGet("/boards/{name}.json", ReadBoard).WithName(nameof(ReadBoard))
            .Produces<IReadOnlyDictionary<string, object>>()
            .ProducesProblems(
                NoSuchBoard("shop"), NoObject("shop", "Line 3, column 5: '}' is invalid without a matching open."));
        group.MapPut("/boards/{name}.json", BoardEditing.SaveBoard)
            .AddEndpointFilter<AdminOnly>().WithName(nameof(BoardEditing.SaveBoard))
            .ProducesProblems(BoardEditing.ExamplesOfSaving);
        group.MapDelete("/boards/{name}.json", BoardEditing.RemoveBoard)
            .AddEndpointFilter<AdminOnly>().WithName(nameof(BoardEditing.RemoveBoard))
            .ProducesProblems(BoardEditing.ExamplesOfRemoving);
        return group;
    }

    /// <summary>
    /// Serves the page's scripts and styles, the library for browsers, one file a module (<c>/client/index.js</c>), and the
    /// examples.
    /// </summary>
    internal static void UsePageFiles(this IApplicationBuilder app)
    {
        var options = app.ApplicationServices.GetRequiredService<IOptions<BoardsOptions>>();
        app.UseStaticFolder(BoardPage.Folder, path: "", Protect, hashed: "/assets");
        app.UseStaticFolder(LibraryFolder, path: "/client", Protect);
        app.UseExamples();

        void Protect(HttpContext context) => BrowserHeaders.Protect(context.Response, options.Value.ContentPolicy);
    }

    /// <summary>List boards</summary>
    /// <remarks>
    /// The board files there are, also broken ones. When one is saved, made or removed, an ephemeral <c>board.changed</c>
    /// (<c>name</c>, <c>removed</c>, <c>error</c>) at <c>system/boards</c> says so, which everyone may follow. <c>Allow</c>
    /// says whether whoever asks may make one.
    /// </remarks>
    /// <response code="200">The boards: <c>host</c> first, then by name.</response>
    private static async Task<JsonHttpResult<IReadOnlyList<BoardInfo>>> ListBoards(
        BoardFiles boards, HttpContext context, AccessPolicy access)
    {
        context.Response.Headers.Allow = await MayChangeAsync(context, access) ? "GET, PUT" : "GET";
        return TypedResults.Json(boards.List(), BoardsJson.Default.IReadOnlyListBoardInfo);
    }

    private static async Task<bool> MayChangeAsync(HttpContext context, AccessPolicy access) =>
        (await access.IdentifyAsync(context)).MayAdminister() is null;

    internal static FeedProblem NoSuchBoard(string name) => new(ProblemKind.NotFound, $"There is no board '{name}'.");

    private static FeedProblem NoObject(string name, string? error) => new(ProblemKind.Invalid, $"{name}.json: {error}");

    /// <summary>Read a board</summary>
    /// <remarks>
    /// The board's file as it is. While it is broken, the last version that was not, and <c>Board-Error</c> says what is
    /// wrong. <c>ETag</c> is for <c>If-Match</c> of who changes it, and <c>Allow</c> says whether whoever asks may, also
    /// where there is no such board yet.
    /// </remarks>
    /// <param name="name" example="host">
    /// The name of its file without <c>.json</c>: letters, digits, <c>_</c> and <c>-</c>.
    /// </param>
    /// <param name="boards">The files.</param>
    /// <param name="context">The request.</param>
    /// <param name="access">Says who asks.</param>
    /// <response code="200">The board.</response>
    /// <response code="404">There is no such board.</response>
    /// <response code="422">The file is not well-formed JSON, or no JSON object, and was none since the start.</response>
    private static async Task<Results<FileContentHttpResult, FeedProblem>> ReadBoard(
        [MaxLength(BoardFolder.MaxName)] string name, BoardFiles boards, HttpContext context, AccessPolicy access)
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
            return NoObject(name, board.Info.Error);
        }

        if (board.Info.Error is { } error)
        {
            headers[ErrorHeader] = Uri.EscapeDataString(error); // a header is ASCII
        }

        // The tag is for changes, not for caches: the file may become broken while the shown version stays.
        headers.ETag = ContentTag.Of(json).ToString();
        return TypedResults.Bytes(json, "application/json");
    }

    /// <summary>Read the schema of boards</summary>
    /// <remarks>
    /// A JSON Schema by which editors complete board files
    /// (<c>"$schema": "http://localhost:5080/boards/board.schema.json"</c>), and by which they are checked.
    /// </remarks>
    /// <response code="200">The schema.</response>
    private static FileContentHttpResult ReadSchema() => TypedResults.Bytes(BoardSchema.Json, "application/json");

    /// <summary>The page, with the first board</summary>
    /// <remarks>For browsers.</remarks>
    /// <response code="200">The page.</response>
    /// <response code="503">The page is not built yet.</response>
    private static BoardPage ShowFirst(IOptions<BoardsOptions> options) => new(IndexPage, StatusCodes.Status200OK, options);

    /// <summary>The page of all topics</summary>
    /// <remarks>
    /// For browsers: the topics with their rates and last values, a chart that fits the chosen one, and its events as they
    /// come.
    /// </remarks>
    /// <response code="200">The page.</response>
    /// <response code="503">The page is not built yet.</response>
    private static BoardPage ShowTopics(IOptions<BoardsOptions> options) =>
        new(ExplorePage, StatusCodes.Status200OK, options);

    /// <summary>The page, with this board</summary>
    /// <remarks>For browsers.</remarks>
    /// <param name="name" example="host">
    /// The name of its file without <c>.json</c>: letters, digits, <c>_</c> and <c>-</c>.
    /// </param>
    /// <param name="boards">The files.</param>
    /// <param name="options">The content security policy.</param>
    /// <response code="200">The page.</response>
    /// <response code="404">
    /// There is no such board. This is the page too, which says so and looks again by itself.
    /// </response>
    /// <response code="503">The page is not built yet.</response>
    private static BoardPage ShowBoard(
        [MaxLength(BoardFolder.MaxName)] string name, BoardFiles boards, IOptions<BoardsOptions> options) =>
        new(IndexPage, boards.Find(name) is null ? StatusCodes.Status404NotFound : StatusCodes.Status200OK, options);
}
