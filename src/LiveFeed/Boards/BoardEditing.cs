using System.ComponentModel.DataAnnotations;
using LiveFeed.Access;
using LiveFeed.Access.Authorization;
using LiveFeed.Bodies;
using LiveFeed.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;

namespace LiveFeed.Boards;

/// <summary>Changes of board files by request, for who may administer.</summary>
/// <response code="401">
/// The request needs credentials and has none, or they are not valid (<c>LiveFeed:Access:Anonymous</c>).
/// </response>
/// <response code="403">
/// The credentials do not allow administering. Or a browser sends the request for a page of another site.
/// </response>
/// <response code="409">The service may not write into the folder of boards, or it is full.</response>
/// <response code="412">The condition in the headers does not hold.</response>
/// <response code="503">The authority that signs tokens cannot be reached, and never could since the start.</response>
internal static class BoardEditing
{
    internal static FeedProblem NoName { get; } = FeedProblem.At(
        ProblemKind.Invalid, "name", "must be 1 to 100 letters, digits, _ and -");

    internal static FeedProblem NoJson { get; } = FeedProblem.At(
        ProblemKind.UnsupportedType, HeaderNames.ContentType, "must be application/json");

    internal static FeedProblem[] ExamplesOfSaving =>
    [
        FaultsOf("{"u8)!,
        UnreadableCondition,
        NotWritable,
        Changed,
        FeedProblem.At(ProblemKind.TooLarge, "", "The body may have at most 4194304 bytes (of a board)."),
        NoJson,
        FaultsOf("""{"title":"Shop","tiles":[{"type":"clock","widht":4}]}"""u8)!,
        NoName,
        .. OfBoth,
    ];

    internal static FeedProblem[] ExamplesOfRemoving =>
        [UnreadableCondition, NotWritable, Changed, BoardEndpoints.NoSuchBoard("shop"), .. OfBoth];

    private static FeedProblem UnreadableCondition => new BoardPrecondition("x", null).Refuse("shop", [])!;

    private static FeedProblem NotWritable =>
        BoardWriter.NotWritable("Read-only file system : '/app/dashboards/shop.json.saving'");

    private static FeedProblem Changed => new(ProblemKind.Changed, "The board 'shop' was changed since it was read.");

    private static FeedProblem[] OfBoth =>
        [.. AccessExamples.NoCredentials, .. AccessExamples.MayNotChange, AccessProblems.AuthorityAway];

    /// <summary>Save a board</summary>
    /// <remarks>
    /// Makes or replaces the board's file, when the schema has nothing against it. The pages that show it have it within a
    /// second. <c>If-Match</c> with the <c>ETag</c> that it had when it was read keeps two who edit it from taking back what
    /// the other did; <c>If-None-Match: *</c> makes a new board only. Without them whatever is there is replaced.
    /// </remarks>
    /// <param name="name" example="host">
    /// The name of its file without <c>.json</c>: letters, digits, <c>_</c> and <c>-</c>.
    /// </param>
    /// <param name="ifMatch">
    /// The <c>ETag</c> that the board had when it was read; when it has another now, nothing is changed.
    /// </param>
    /// <param name="ifNoneMatch"><c>*</c>: nothing is changed when there is a board of this name.</param>
    /// <param name="context">The request.</param>
    /// <param name="writer">Makes the file.</param>
    /// <param name="bodies">Reads the body.</param>
    /// <response code="204">It is saved.</response>
    /// <response code="400">The body is no JSON, or a header cannot be read.</response>
    /// <response code="413">The board is larger than 4 MiB.</response>
    /// <response code="415">The body is something else than JSON.</response>
    /// <response code="422">
    /// The schema has something against it, or no board can have this name. <c>errors</c> say where, and with line and
    /// column.
    /// </response>
    internal static async Task<Results<NoContent, FeedProblem>> SaveBoard(
        [MaxLength(BoardFolder.MaxName)] string name,
        [FromHeader(Name = "If-Match")] string? ifMatch,
        [FromHeader(Name = "If-None-Match")] string? ifNoneMatch,
        HttpContext context,
        BoardWriter writer,
        BodyReader bodies)
    {
        if (!BoardFolder.IsName(name))
        {
            return NoName;
        }

        if (!MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type) ||
            !type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase))
        {
            return NoJson; // a form of another site cannot send this type
        }

        var condition = new BoardPrecondition(ifMatch, ifNoneMatch);
        return await bodies.TakeAsync<NoContent>(
            context.Request,
            BoardFolder.MaxBytes,
            "of a board",
            async body => body.MustBeText() is { } refusal
                ? FeedProblem.Of(refusal)
                : await SaveAsync(name, body.ToArray(), condition, context, writer));
    }

    private static async Task<Results<NoContent, FeedProblem>> SaveAsync(
        string name, byte[] json, BoardPrecondition condition, HttpContext context, BoardWriter writer)
    {
        if (FaultsOf(json) is { } fault)
        {
            return fault;
        }

        if (await writer.SaveAsync(name, json, condition, context.RequestAborted) is { } refusal)
        {
            return refusal;
        }

        context.Response.Headers.ETag = ContentTag.Of(json).ToString();
        return TypedResults.NoContent();
    }

    /// <summary>Remove a board</summary>
    /// <remarks>Deletes the board's file. Pages that show it go on until they are left, and say so.</remarks>
    /// <param name="name" example="host">
    /// The name of its file without <c>.json</c>: letters, digits, <c>_</c> and <c>-</c>.
    /// </param>
    /// <param name="ifMatch">
    /// The <c>ETag</c> that the board had when it was read; when it has another now, nothing is changed.
    /// </param>
    /// <param name="ifNoneMatch"><c>*</c>: nothing is changed when there is a board of this name.</param>
    /// <param name="context">The request.</param>
    /// <param name="writer">Removes the file.</param>
    /// <response code="204">It is removed.</response>
    /// <response code="400">A header cannot be read.</response>
    /// <response code="404">There is no such board.</response>
    internal static async Task<Results<NoContent, FeedProblem>> RemoveBoard(
        [MaxLength(BoardFolder.MaxName)] string name,
        [FromHeader(Name = "If-Match")] string? ifMatch,
        [FromHeader(Name = "If-None-Match")] string? ifNoneMatch,
        HttpContext context,
        BoardWriter writer)
    {
        if (!BoardFolder.IsName(name))
        {
            return BoardEndpoints.NoSuchBoard(name);
        }

        var condition = new BoardPrecondition(ifMatch, ifNoneMatch);
        return await writer.RemoveAsync(name, condition, context.RequestAborted) is { } refusal
            ? refusal
            : TypedResults.NoContent();
    }

    /// <summary>The faults of a board, by JSON itself or by the schema; null when there are none.</summary>
    internal static FeedProblem? FaultsOf(ReadOnlySpan<byte> json)
    {
        var read = BoardValidation.Of(json);
        return read.Error is { } error
            ? new FeedProblem(read.IsJson ? ProblemKind.Invalid : ProblemKind.Malformed, error) { Errors = read.Errors }
            : null;
    }
}
